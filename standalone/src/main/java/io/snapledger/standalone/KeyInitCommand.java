package io.snapledger.standalone;

import io.snapledger.repository.keys.KeyDirectory;
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
        KeyDirectory.initialise(keys, recoveryKey, new SecureRandom());
        System.out.println("Keys in " + keys + "; move " + recoveryKey + " to a safe place.");
        return 0;
    }
}
