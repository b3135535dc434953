package io.snapledger.dump.staging;

import java.nio.file.Path;

/** What staging knows of a file that somebody asks for. */
public sealed interface StagedFile {

    /** It is here. */
    record Held(Path path, long length, String sha256) implements StagedFile {}

    /** It was here, and was acknowledged or removed with its attempt. */
    record Gone() implements StagedFile {}

    /** It was never here, as far as this process knows. */
    record Unknown() implements StagedFile {}
}
