package io.snapledger.stores.redis;

import java.util.List;

/** What a server answers in RESP 2. */
sealed interface Reply {

    /** A word such as {@code OK}. */
    record Word(String text) implements Reply {}

    /** Refused, in the server's words, which may hold anything. */
    record Refusal(String text) implements Reply {

        /** The first word, such as {@code NOAUTH}. */
        String code() {
            int space = text.indexOf(' ');
            return space < 0 ? text : text.substring(0, space);
        }
    }

    record Number(long value) implements Reply {}

    /** Bytes. */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Text(byte[] bytes) implements Reply {}

    /** There is nothing. */
    record Nothing() implements Reply {}

    record Several(List<Reply> replies) implements Reply {}
}
