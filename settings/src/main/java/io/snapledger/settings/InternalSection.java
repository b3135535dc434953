package io.snapledger.settings;

import java.util.Optional;

/**
 * The services among themselves, {@code snapledger.internal}.
 *
 * @param token what the services show each other and seal their events with, the same for all; further lines are former ones, still
 *     accepted; a replaced file is taken up at once
 */
public record InternalSection(
        @Setting(unset = "must be given; `up` makes one") Optional<Secret> token) {}
