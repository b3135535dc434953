package io.snapledger.standalone;

import io.snapledger.repository.keys.KeyDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the keys of an installation whose services run as processes of their own. */
@Command(
        name = "key-init",
        mixinStandardHelpOptions = true,
        description = "Makes the service key and the recovery key of an installation; existing ones are kept.")
final class KeyInitCommand implements Callable<Integer> {

    @Option(names = "--keys", paramLabel = "DIR", required = true, description = "Directory for the services' keys.")
    Path keys;

    @Option(
            names = "--recovery-key",
            paramLabel = "FILE",
            required = true,
            description = "Where the recovery key is written.")
    Path recoveryKey;

    @Override
    public Integer call() throws Exception {
        System.out.println(init());
        return 0;
    }

    /** Makes what is not there; returns in words what was made and what was found. */
    String init() throws IOException {
        boolean hadKeys = Files.exists(KeyDirectory.serviceKey(keys));
        boolean hadRecoveryKey = Files.exists(recoveryKey);
        KeyDirectory directory = KeyDirectory.initialise(keys, recoveryKey, new SecureRandom());
        if (hadRecoveryKey && !directory.isRecoveryKey(recoveryKey)) {
            throw new IOException(
                    recoveryKey + " holds another key than the recovery key of " + keys
                            + "; HINT: the recovery key was written when the keys were made, look for it where it was moved to");
        }
        return told(hadKeys, hadRecoveryKey);
    }

    private String told(boolean hadKeys, boolean hadRecoveryKey) {
        String service = hadKeys ? "The keys in " + keys + " were there and are kept. " : "Made keys in " + keys + ". ";
        if (hadRecoveryKey) {
            return service + "Their recovery key is the one that was in " + recoveryKey + "; move it to a safe place.";
        }
        return service
                + (hadKeys
                        ? "Nothing was written to " + recoveryKey
                                + ": their recovery key was written when they were made."
                        : "Wrote their recovery key to " + recoveryKey + "; move it to a safe place.");
    }
}
