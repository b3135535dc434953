package io.snapledger.cli.output;

/** How a result is written. */
public enum Format {
    /** For people. */
    table,
    /** For people with a wide screen. */
    wide,
    /** One JSON document. */
    json,
    /** One YAML document. */
    yaml,
    /** Ids, one a line. */
    name,
    /** One JSON object a line, as they come. */
    jsonl;

    /** Whether people read it. */
    public boolean forPeople() {
        return this == table || this == wide;
    }
}
