package io.snapledger.cli.cold;

import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.repository.keys.KeyDirectory;
import io.snapledger.repository.keys.RecipientKey;
import java.io.IOException;
import java.nio.file.Path;

/** A file that holds a service key or a recovery key. */
public final class KeyFile {

    private KeyFile() {}

    /** @throws CliException if there is no such file, or it holds no key */
    public static RecipientKey read(Path file) {
        try {
            return KeyDirectory.readKey(file);
        } catch (IOException e) {
            throw new CliException(
                    Exit.NOT_FOUND,
                    "not-found",
                    "cannot read the key file " + file + ": " + e.getMessage()
                            + (String.valueOf(e.getMessage()).contains("; HINT: ") ? "" : "; HINT: name another"),
                    e);
        } catch (IllegalArgumentException e) {
            throw new CliException(Exit.DENIED, "wrong-key", e.getMessage(), e);
        }
    }
}
