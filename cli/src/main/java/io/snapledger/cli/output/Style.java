package io.snapledger.cli.output;

import java.util.Map;

/** Colours of states; none at all where nobody looks at a terminal. */
public final class Style {

    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String RED = "31";
    private static final Map<String, String> COLOURS = Map.ofEntries(
            Map.entry("complete", GREEN),
            Map.entry("completed", GREEN),
            Map.entry("committed", GREEN),
            Map.entry("verified", GREEN),
            Map.entry("proved", GREEN),
            Map.entry("running", YELLOW),
            Map.entry("partial", YELLOW),
            Map.entry("undecided", YELLOW),
            Map.entry("history-unknown", YELLOW),
            Map.entry("failed", RED),
            Map.entry("damaged", RED),
            Map.entry("aborted", RED),
            Map.entry("AT RISK", RED));

    private final boolean coloured;

    public Style(boolean coloured) {
        this.coloured = coloured;
    }

    /** Colours a state, if colours are wanted; what surrounds the word, such as padding, stays as it is. */
    public String state(String cell) {
        String colour = coloured ? COLOURS.get(cell.strip()) : null;
        return colour == null ? cell : "\u001b[" + colour + "m" + cell + "\u001b[0m";
    }
}
