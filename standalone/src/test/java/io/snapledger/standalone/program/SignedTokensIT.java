package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.broker.FreePort;
import io.snapledger.standalone.program.HandmadeRequest.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People and service accounts of an OpenID Connect provider. The adversaries: who has a token of the same provider for something else or
 * from yesterday, who makes tokens, and who is let in and says to be more.
 */
class SignedTokensIT {

    private static final Duration SOON = Duration.ofSeconds(1);

    @TempDir
    static Path work;

    private static LoopbackIssuer issuer;
    private static Program program;
    private static Program.Running services;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        issuer = new LoopbackIssuer();
        Path tree = Files.createDirectories(work.resolve("tree"));
        Files.writeString(tree.resolve("file"), "content");
        port = FreePort.choose();
        Files.writeString(
                Files.createDirectories(work.resolve("user/config")).resolve("application.properties"),
                "snapledger.access.oidc.issuer=" + issuer.url() + "\n"
                        + "snapledger.access.oidc.audience=snapledger\n"
                        + "snapledger.access.oidc.groups-claim=realm/groups\n"
                        + "snapledger.access.oidc.roles.operator=team-a,team-b\n"
                        + "snapledger.access.oidc.roles.restorer=team-b\n");
        program = new Program(work.resolve("user"), Map.of("SNAPLEDGER_URL", "http://127.0.0.1:" + port));
        services = program.begin(
                "snapledger up --data-dir ../data --port " + port + " --kafka-port 0 --store project=files:" + tree);
        await().atMost(Duration.ofSeconds(120)).pollInterval(SOON).until(() -> {
            assertThat(services.process().isAlive())
                    .describedAs(services.said())
                    .isTrue();
            return program.run("snapledger status").exit() == 0;
        });
    }

    @AfterAll
    static void stop() throws Exception {
        services.process().destroy();
        if (!services.process().waitFor(60, TimeUnit.SECONDS)) {
            services.process().destroyForcibly().waitFor();
        }
        issuer.close();
    }

    private static String claims(String name, String groups, Map<String, String> others) {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("iss", "\"" + issuer.url() + "\"");
        claims.put("sub", "\"0815\"");
        claims.put("preferred_username", "\"" + name + "\"");
        claims.put("aud", "\"snapledger\"");
        claims.put("realm", "{\"groups\": [" + groups + "]}");
        claims.put("iat", Long.toString(Instant.now().getEpochSecond()));
        claims.put("exp", Long.toString(Instant.now().plusSeconds(300).getEpochSecond()));
        claims.putAll(others);
        StringBuilder json = new StringBuilder();
        claims.forEach((claim, value) -> json.append(json.isEmpty() ? "{" : ", ")
                .append('"')
                .append(claim)
                .append("\": ")
                .append(value));
        return json.append('}').toString();
    }

    private static Answer asked(String token, String verb, String path, String body) throws Exception {
        return new HandmadeRequest(port, verb, path)
                .header("Authorization", "Bearer " + token)
                .body("application/json", body)
                .send();
    }

    private static int seen(String token) throws Exception {
        return asked(token, "GET", "/api/plans", "").status();
    }

    @Test
    void whoTheIssuerVouchesForIsLetInAsWhatTheirGroupsAreAndNamedInTheEvent() throws Exception {
        String ann = issuer.token(claims("ann@example.org", "\"team-a\", \"service\", \"admin\"", Map.of()));
        String nobody = issuer.token(claims("nobody", "\"other\"", Map.of()));

        assertThat(seen(ann)).isEqualTo(200);
        assertThat(asked(ann, "POST", "/api/restores", "{\"from\": \"latest\", \"dryRun\": true}")
                        .status())
                .isEqualTo(403);
        assertThat(asked(ann, "GET", "/segments/x/y/1", "").status()).isEqualTo(403);
        assertThat(asked(ann, "POST", "/api/access/logins", "").status()).isEqualTo(403);
        assertThat(seen(nobody)).isEqualTo(403);
        assertThat(asked(ann, "POST", "/api/backups", "{\"plan\": \"default\"}").status())
                .isEqualTo(202);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        program.run("snapledger events -o json").out().replaceAll("\\s", ""))
                .contains("\"caller\":{\"name\":\"ann@example.org\",\"proof\":\"oidc\"}"));
    }

    @Test
    void whatTheIssuerHasNotSaidOfUsNowIsRefused() throws Exception {
        String good = claims("ann", "\"team-b\"", Map.of());
        String longAgo = Long.toString(Instant.now().minusSeconds(3600).getEpochSecond());
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("another audience", issuer.token(claims("ann", "\"team-b\"", Map.of("aud", "\"grafana\""))));
        shown.put(
                "another issuer", issuer.token(claims("ann", "\"team-b\"", Map.of("iss", "\"https://evil.example\""))));
        shown.put("expired", issuer.token(claims("ann", "\"team-b\"", Map.of("iat", longAgo, "exp", longAgo))));
        shown.put("unsigned", LoopbackIssuer.unsigned(good));
        shown.put("signed by the public key", issuer.signedByThePublicKey(good));
        shown.put("signed by somebody", LoopbackIssuer.signed(good, LoopbackIssuer.pair()));
        shown.put(
                "changed",
                issuer.token(good)
                        .replaceFirst("\\.[^.]+\\.", "." + middle(claims("eve", "\"team-b\"", Map.of())) + "."));
        shown.put("a name that is markup", issuer.token(claims("<script>", "\"team-b\"", Map.of())));
        shown.put("no JSON", "abc.def.ghi");

        for (Map.Entry<String, String> each : shown.entrySet()) {
            Answer answer = asked(each.getValue(), "GET", "/api/plans", "");
            assertThat(answer.status()).describedAs(each.getKey()).isEqualTo(401);
            assertThat(answer.text())
                    .contains("\"code\":\"unauthorized\"", "signed token")
                    .doesNotContain(each.getValue());
        }
        assertThat(seen(issuer.token(good))).isEqualTo(200);
        assertThat(Files.readString(services.out())).doesNotContain(issuer.token(good));
    }

    private static String middle(String claims) {
        return LoopbackIssuer.unsigned(claims).split("\\.")[1];
    }

    @Test
    void theInstallationsOwnTokenIsStillGood() throws Exception {
        assertThat(seen(Files.readString(work.resolve("data/access-token")).strip()))
                .isEqualTo(200);
        assertThat(seen("0".repeat(64))).isEqualTo(401);
    }
}
