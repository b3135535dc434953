package io.snapledger.stores.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.DumpReport;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.StoreException;
import io.snapledger.testkit.compare.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every server there is into every other: it is equal there, or refused before anything changes. */
class RedisVersionsTest extends RedisFixture {

    @Test
    void everyVersionIsRestoredIntoItselfAndIntoWhatReadsIt() throws Exception {
        Map<String, Path> all = RedisServer.installations();
        if (all.size() == 1) {
            System.out.println("skipped: other versions (" + RedisServer.MORE + " names a directory with them)");
        }
        List<String> pairs = new ArrayList<>();
        for (Path source : all.values()) {
            for (Path destination : all.values()) {
                pairs.add(pair(source, destination, source.equals(destination)));
            }
        }
        pairs.forEach(System.out::println);
        assertThat(pairs).hasSize(all.size() * all.size());
    }

    private String pair(Path source, Path destination, boolean isSame) throws Exception {
        try (RedisServer from = RedisServer.start(source);
                RedisServer to = RedisServer.start(destination)) {
            SampleKeys.fill(from);
            String version = ServerVersion.of(from);
            if (version.startsWith("Valkey 9")) {
                try (TestClient client = from.client()) {
                    SampleKeys.expiringFields(client);
                }
            }
            KeptStreams kept = new KeptStreams();
            DumpReport report = dump(store(from), kept);
            assertThat(dump(store(from, "diskless", "true"), new KeptStreams())
                            .content()
                            .evidence())
                    .as("diskless %s", version)
                    .isEqualTo(report.content().evidence());
            if (version.startsWith("Redis 6")) {
                StoreException refused = catchThrowableOfType(
                        StoreException.class, () -> dump(store(from, "method", "scan"), new KeptStreams()));
                assertThat(refused.reason()).isEqualTo(StoreException.Reason.VERSION);
            } else {
                assertThat(dump(store(from, "method", "scan"), new KeptStreams())
                                .content()
                                .evidence())
                        .as("scanned %s", version)
                        .isEqualTo(report.content().evidence());
            }
            String pair = version + " to " + ServerVersion.of(to);
            RestorePlan plan = engine.plan(target(to), report.content());
            if (!plan.possible()) {
                assertThat(isSame).as(pair).isFalse();
                assertThat(plan.blockers()).as(pair).allMatch(each -> each.contains("HINT"));
                return pair + ": refused, " + plan.blockers().get(0);
            }
            RestoreReport restored = restore(target(to), report.content(), kept.source(), false);
            assertThat(Evidence.differences(
                            restored.expected(),
                            engine.evidence(target(to), java.util.Optional.of(restored.expected()))))
                    .as(pair)
                    .isEmpty();
            assertThat(ServerContents.compare(from, to)).as(pair).matches(Outcome::isEqual);
            return pair + ": equal";
        }
    }

    private static final class ServerVersion {
        private static String of(RedisServer server) throws Exception {
            String info = ask(server, "INFO", "server").toString();
            String name = info.contains("server_name:valkey") ? "Valkey " : "Redis ";
            String field = info.contains("valkey_version:") ? "valkey_version:" : "redis_version:";
            return name
                    + info.substring(info.indexOf(field) + field.length())
                            .lines()
                            .findFirst()
                            .orElse("?");
        }
    }
}
