package io.snapledger.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What is special to restore-service, {@code snapledger.restore}.
 *
 * @param worker id of this replica, {@code [a-z0-9-]}; each replica has one, and a data directory, of its own
 * @param slots how many restores run at once
 * @param limit how long a restore may take; its pins end then
 * @param gatewaySecretFile what requests are signed with, at least 32 characters, such as a mounted Secret: the same for all replicas
 */
public record RestoreSection(
        @Setting(byDefault = "restore-1") String worker,

        @Setting(byDefault = "2", least = "1", most = "1000")
        int slots,

        @Setting(byDefault = "12h", least = "1s") Duration limit,
        @Setting(unset = "each replica makes its own") Optional<Path> gatewaySecretFile) {}
