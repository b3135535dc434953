package io.snapledger.repository.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.events.broker.FreePort;
import io.snapledger.repository.BackendContext;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryBackendContract;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryKinds;
import io.snapledger.repository.RepositoryReadOnlyException;
import io.snapledger.repository.Samples;
import io.snapledger.repository.Stray;
import io.snapledger.testkit.s3.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The law of all backends, and what only a bucket can get wrong, on a real server. */
abstract class S3BackendContract extends RepositoryBackendContract {

    private static final String BUCKET = "snapledger-test";
    private static final AtomicInteger NEXT = new AtomicInteger();

    private String prefix;
    private RepositoryBackend backend;

    abstract S3Server server();

    @BeforeEach
    void open() {
        prefix = "of-" + NEXT.incrementAndGet() + "/repository";
        backend = open(Map.of("prefix", prefix));
        backend.create("bucket/made", ObjectSource.bytes(new byte[0]));
        backend.delete("bucket/made");
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Override
    protected RepositoryBackend backend() {
        return backend;
    }

    /** With settings of its own in place of the server's; an empty one is left out. */
    private RepositoryBackend open(Map<String, String> own) {
        Map<String, String> settings = new HashMap<>(server().settings(BUCKET));
        settings.putAll(own);
        settings.values().removeIf(String::isEmpty);
        return RepositoryKinds.onClassPath().open("main", settings, BackendContext.writing(Clock.systemUTC()));
    }

    private S3Client stranger() {
        return S3Client.builder()
                .endpointOverride(server().endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(() -> AwsBasicCredentials.create(S3Server.ACCESS_KEY, S3Server.SECRET_KEY))
                .build();
    }

    @Test
    void aLargeObjectComesAndGoesWholeAndInParts() throws IOException {
        byte[] content = Samples.noise(20 << 20, 7);
        backend.create("segments/large", ObjectSource.bytes(content));

        try (InputStream all = backend.read("segments/large", 0, content.length)) {
            assertThat(all.readAllBytes()).isEqualTo(content);
        }
        try (InputStream cut = backend.read("segments/large", 1000, content.length)) {
            assertThat(cut.readNBytes(5)).containsExactly(Arrays.copyOfRange(content, 1000, 1005));
        }
        assertThat(backend.stat("segments/large").orElseThrow().length()).isEqualTo(content.length);
    }

    @Test
    void whatStrangersPutIntoTheBucketConcernsItselfAlone() {
        backend.create("decisions/a.json", ObjectSource.bytes("ours".getBytes(UTF_8)));
        String longName = "X".repeat(205);
        try (S3Client stranger = stranger()) {
            for (String key : List.of(
                    prefix + "/decisions/Odd Name",
                    prefix + "/decisions/ümlaut&<x>",
                    prefix + "/decisions/" + longName,
                    prefix + "-beside/b.json",
                    "elsewhere/c.json")) {
                stranger.putObject(object -> object.bucket(BUCKET).key(key), RequestBody.fromString("theirs"));
            }
        }

        List<String> keys = new ArrayList<>();
        List<String> strays = new ArrayList<>();
        backend.list("", object -> keys.add(object.key()), (Stray stray) -> strays.add(stray.name()));

        assertThat(keys).containsExactly("decisions/a.json");
        assertThat(strays).hasSize(3).contains("decisions/Odd Name", "decisions/ümlaut&<x>");
        assertThat(strays).allMatch(name -> name.length() <= 201);
    }

    @Test
    void aMissingBucketIsMadeOnlyIfThatIsWanted() {
        try (RepositoryBackend none = open(Map.of("bucket", "no-such-bucket", "create", ""))) {
            assertThatThrownBy(() -> none.create("a", ObjectSource.bytes(new byte[1])))
                    .isInstanceOf(RepositoryException.Permanent.class)
                    .hasMessageContaining("no-such-bucket")
                    .satisfies(e -> assertThat(((RepositoryException) e).code()).isEqualTo("repository-missing"));
            assertThatThrownBy(() -> none.get("a", 1)).isInstanceOf(RepositoryException.Permanent.class);
            assertThatThrownBy(() -> none.list("", object -> {})).isInstanceOf(RepositoryException.Permanent.class);
        }
    }

    @Test
    void aWrongSecretIsToldOnceAndNotRepeatedInWords() {
        try (RepositoryBackend refused = open(Map.of("secret-key", "wrong-and-hidden"))) {
            assertThatThrownBy(() -> refused.get("a", 1))
                    .isInstanceOf(RepositoryException.Permanent.class)
                    .hasMessageNotContaining("wrong-and-hidden");
            assertThatThrownBy(() -> refused.create("a", ObjectSource.bytes(new byte[1])))
                    .isInstanceOf(RepositoryException.Permanent.class)
                    .isNotInstanceOf(RepositoryReadOnlyException.class);
        }
    }

    @Test
    void aServerThatIsAwayMayComeBack() throws Exception {
        try (RepositoryBackend away = open(Map.of(
                "endpoint", URI.create("http://127.0.0.1:" + FreePort.choose()).toString()))) {
            assertThatThrownBy(() -> away.get("a", 1)).isInstanceOf(RepositoryException.Transient.class);
            assertThatThrownBy(() -> away.create("a", ObjectSource.bytes(new byte[1])))
                    .isInstanceOf(RepositoryException.Transient.class);
            assertThatThrownBy(() -> away.delete("a")).isInstanceOf(RepositoryException.Transient.class);
        }
    }
}
