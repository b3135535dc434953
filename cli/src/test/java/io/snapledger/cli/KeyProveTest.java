package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Json;
import io.snapledger.repository.keys.RecipientKey;
import io.snapledger.repository.keys.RecoveryProof;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyProveTest {

    @TempDir
    Path work;

    private final RecipientKey key = RecipientKey.generate(new SecureRandom());
    private final RecoveryProof proof = RecoveryProof.challenge(key.recipient(), new SecureRandom());

    @Test
    void theRightKeyOpensTheChallengeAndStaysHere() throws Exception {
        Path file = SampleRepository.keyFile(work.resolve("key"), key);
        try (FakeServices services = challenging()) {
            Run run = Run.against(services, "key", "prove", "--recovery-key", file.toString(), "-o", "json");

            assertThat(run.exit()).describedAs(run.err()).isZero();
            assertThat(Json.read(run.out()).path("status").asText()).isEqualTo("proved");
            assertThat(proof.accepts(Json.text(Json.read(services.bodies().get(0)), "answer")))
                    .isTrue();
            assertThat(services.bodies().toString() + run).doesNotContain(key.text());
        }
    }

    @Test
    void anotherKeyIsNotAllowed() throws Exception {
        Path file = SampleRepository.keyFile(work.resolve("key"), RecipientKey.generate(new SecureRandom()));
        try (FakeServices services = challenging()) {
            Run run = Run.against(services, "key", "prove", "--key-file", file.toString());

            assertThat(run.exit()).isEqualTo(7);
            assertThat(run.err()).contains(key.recipient().id());
        }
    }

    private FakeServices challenging() throws Exception {
        ObjectNode standing = Json.object();
        standing.put("status", "AT RISK");
        standing.set("challenge", Json.tree(proof.challenge()));
        return new FakeServices()
                .on("GET /api/keys/proof", 200, standing.toString())
                .on("POST /api/keys/proof", 200, "{\"status\":\"proved\",\"provedAt\":\"2026-11-21T00:00:00Z\"}");
    }
}
