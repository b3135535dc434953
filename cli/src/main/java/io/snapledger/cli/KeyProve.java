package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.cold.KeyFile;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.service.Service;
import io.snapledger.cli.service.Services;
import io.snapledger.repository.keys.RecipientKey;
import io.snapledger.repository.keys.RecoveryProof;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "prove",
        sortOptions = false,
        description = {
            "Shows that you hold the recovery key: opens a test object with it.",
            "The key does not leave this machine."
        },
        footer = {"", "Example:", "  snapledger key prove --recovery-key ~/snapledger-data.recovery-key"})
final class KeyProve implements Runnable {

    private static final String PATH = "/api/keys/proof";

    private final Session session;

    @Option(
            names = {"--recovery-key", "--key-file", "--key"},
            required = true,
            paramLabel = "FILE",
            description = "The recovery key, from where you keep it.")
    private Path file;

    KeyProve(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        RecipientKey key = KeyFile.read(file);
        JsonNode challenge = session.services().get(Service.RESTORE, PATH).path("challenge");
        ObjectNode answer = Json.object();
        answer.put("answer", answer(challenge, key));
        JsonNode standing = session.services().post(Service.RESTORE, PATH, answer, Services.SOON);
        ObjectNode told = Json.object();
        BackupReport.copy(standing, told, "status", "provedAt");
        told.put("recipient", key.recipient().id());
        session.output()
                .one(
                        told,
                        key.recipient().id(),
                        page -> page.line(
                                "The recovery key " + key.recipient().id() + " is proved. Keep it off this machine."));
    }

    private static String answer(JsonNode challenge, RecipientKey key) {
        try {
            return RecoveryProof.answer(
                    new RecoveryProof.Challenge(
                            Json.text(challenge, "recipient"),
                            Json.text(challenge, "encapsulated"),
                            Json.text(challenge, "ciphertext")),
                    key);
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    Exit.DENIED, "wrong-key", e.getMessage() + "; HINT: name the file of this installation's key", e);
        }
    }
}
