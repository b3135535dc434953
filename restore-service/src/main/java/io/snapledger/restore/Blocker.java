package io.snapledger.restore;

import io.snapledger.events.FailureCode;

/**
 * Why a store cannot be restored as planned.
 *
 * @param reason what the restore fails with: {@code TARGET_NOT_FRESH}, which the word {@code overwrite} takes away, or {@code BLOCKED}
 * @param text fact, values and hint
 */
public record Blocker(FailureCode reason, String text) {

    static Blocker blocked(String text) {
        return new Blocker(FailureCode.BLOCKED, text);
    }
}
