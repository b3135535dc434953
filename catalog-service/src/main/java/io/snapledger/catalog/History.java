package io.snapledger.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether the events behind a row are known. */
public enum History {
    KNOWN,
    /** The row comes from decisions alone: what else happened is not known, which is not the same as nothing. */
    UNKNOWN;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
