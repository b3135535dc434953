package io.snapledger.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;

/** Help for a terminal of 80 columns. Descriptions of options break between words alone: picocli breaks at hyphens as well. */
final class WordHelp extends Help {

    /** Columns of a terminal that nobody made wider. */
    static final int WIDTH = 80;

    /** What picocli leaves for descriptions beside its widest column of names. */
    private static final int BESIDE_NAMES = WIDTH - 30;

    WordHelp(CommandSpec command, ColorScheme scheme) {
        super(command, scheme);
    }

    @Override
    public IOptionRenderer createDefaultOptionRenderer() {
        IOptionRenderer usual = super.createDefaultOptionRenderer();
        return (option, labels, scheme) -> wrapped(usual.render(option, labels, scheme));
    }

    @Override
    public IParameterRenderer createDefaultParameterRenderer() {
        IParameterRenderer usual = super.createDefaultParameterRenderer();
        return (parameter, labels, scheme) -> wrapped(usual.render(parameter, labels, scheme));
    }

    private static Text[][] wrapped(Text[][] rows) {
        return Stream.of(rows).flatMap(WordHelp::lines).toArray(Text[][]::new);
    }

    /** A row with a long description, as rows with a line of it each. */
    private static Stream<Text[]> lines(Text[] row) {
        int last = row.length - 1;
        List<Text[]> lines = new ArrayList<>();
        for (Text line : words(row[last])) {
            Text[] next = row.clone();
            if (!lines.isEmpty()) {
                Arrays.fill(next, 0, last, row[last].substring(0, 0));
            }
            next[last] = line;
            lines.add(next);
        }
        return lines.stream();
    }

    private static List<Text> words(Text text) {
        List<Text> lines = new ArrayList<>();
        Text rest = text;
        while (rest.plainString().length() > BESIDE_NAMES) {
            int space = rest.plainString().lastIndexOf(' ', BESIDE_NAMES);
            int end = space < 0 ? rest.plainString().indexOf(' ') : space;
            if (end < 0) {
                break;
            }
            lines.add(rest.substring(0, end));
            rest = rest.substring(end + 1);
        }
        lines.add(rest);
        return lines;
    }
}
