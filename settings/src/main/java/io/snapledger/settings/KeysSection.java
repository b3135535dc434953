package io.snapledger.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The keys, {@code snapledger.keys}.
 *
 * @param directory made by {@code snapledger key-init}; may be a mounted Secret, mode 0400, or 0440 of another owner: then restore-service keeps in
 *     its data directory that the recovery key was proved
 */
public record KeysSection(
        @Setting(unset = "`keys` in the data directory") Optional<Path> directory) {}
