package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.testkit.compare.Outcome;
import io.snapledger.testkit.compare.TreeComparison;
import io.snapledger.testkit.s3.S3Server;
import io.snapledger.testkit.samples.SampleTree;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program with a bucket as its repository. */
class ObjectStoreIT {

    private static final Map<String, String> CREDENTIALS =
            Map.of("BUCKET_KEY", S3Server.ACCESS_KEY, "BUCKET_SECRET", S3Server.SECRET_KEY);

    @TempDir
    Path work;

    @Test
    void whatWasBackedUpIntoABucketComesBackThroughTheServicesAndFromTheBucketAlone() throws Exception {
        Path tree = new SampleTree(Files.createDirectories(work.resolve("tree")), 11).fill(40 << 20);
        try (S3Server server = S3Server.s3proxy(Files.createDirectories(work.resolve("server")));
                Machine machine = new Machine(work, CREDENTIALS)) {
            String bucket =
                    "s3://backups/of/this-machine?access-key-env=BUCKET_KEY&secret-key-env=BUCKET_SECRET&endpoint="
                            + URLEncoder.encode(server.endpoint().toString(), StandardCharsets.UTF_8);
            machine.up("--store project=files:" + tree + " --repository 'offsite=" + bucket + "&create=true'");
            machine.said(0, "snapledger backup create --wait");
            machine.said(
                    0, "snapledger restore create --from latest --store project --to project=" + work + "/warm --wait");
            assertThat(machine.down().exit()).isZero();
            assertThat(work.resolve("data/repository/decisions")).doesNotExist();

            String cold = " --from '" + bucket + "' --key ../data.recovery-key";
            assertThat(machine.said(0, "snapledger snapshot list --from '" + bucket + "'"))
                    .contains("project");
            machine.said(0, "snapledger restore" + cold + " --store project --to project=" + work + "/cold");

            assertThat(TreeComparison.compare(tree, work.resolve("warm"))).matches(Outcome::isEqual);
            assertThat(TreeComparison.compare(tree, work.resolve("cold"))).matches(Outcome::isEqual);
            assertThat(machine.said(
                            6, "snapledger snapshot list --from '" + bucket.replace("backups", "no-such") + "'"))
                    .contains("no-such")
                    .doesNotContain(S3Server.SECRET_KEY);
        }
    }
}
