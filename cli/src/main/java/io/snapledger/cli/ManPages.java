package io.snapledger.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Manual pages (man(7)) of the commands, made of what {@code --help} is made of. */
final class ManPages {

    private ManPages() {}

    /** The page of each command below, by file name such as {@code snapledger-backup-create.1}. */
    static Map<String, String> of(CommandLine top) {
        Map<String, String> pages = new TreeMap<>();
        collect(top, pages);
        return pages;
    }

    private static void collect(CommandLine line, Map<String, String> pages) {
        CommandSpec spec = line.getCommandSpec();
        if (!spec.usageMessage().hidden()) {
            pages.put(name(spec) + ".1", page(spec));
            line.getSubcommands().values().forEach(sub -> collect(sub, pages));
        }
    }

    private static String name(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    private static String page(CommandSpec spec) {
        List<String> lines = new ArrayList<>();
        UsageMessageSpec usage = spec.usageMessage();
        lines.add(".TH " + name(spec).toUpperCase(Locale.ROOT) + " 1 \"\" \"" + text(Snapledger.VERSION) + "\"");
        lines.add(".SH NAME");
        lines.add(text(name(spec)) + " \\- " + text(words(usage.description())));
        lines.add(".SH SYNOPSIS");
        lines.add(".nf");
        spec.commandLine().getHelp().synopsis(0).lines().forEach(line -> lines.add(text(line)));
        lines.add(".fi");
        lines.add(".SH DESCRIPTION");
        lines.add(text(words(usage.description())));
        entries("ARGUMENTS", spec.positionalParameters(), lines);
        entries("OPTIONS", spec.options(), lines);
        commands(spec, lines);
        footer(usage, lines);
        return String.join("\n", lines) + "\n";
    }

    private static void entries(String title, List<? extends ArgSpec> entries, List<String> lines) {
        List<? extends ArgSpec> shown =
                entries.stream().filter(entry -> !entry.hidden()).toList();
        if (!shown.isEmpty()) {
            lines.add(".SH " + title);
        }
        for (ArgSpec entry : shown) {
            lines.add(".TP");
            lines.add(term(entry));
            lines.add(text(words(entry.description())));
        }
    }

    private static String term(ArgSpec entry) {
        String value = entry.paramLabel() == null ? "" : "\\fI" + text(entry.paramLabel()) + "\\fR";
        if (entry instanceof PositionalParamSpec) {
            return value;
        }
        OptionSpec option = (OptionSpec) entry;
        List<String> names = new ArrayList<>();
        for (String name : option.names()) {
            names.add("\\fB" + text(name) + "\\fR");
        }
        return String.join(", ", names) + (option.arity().max() > 0 ? "=" + value : "");
    }

    private static void commands(CommandSpec spec, List<String> lines) {
        if (spec.subcommands().isEmpty()) {
            return;
        }
        lines.add(".SH COMMANDS");
        spec.subcommands().forEach((name, sub) -> {
            if (!sub.getCommandSpec().usageMessage().hidden()) {
                lines.add(".TP");
                lines.add("\\fB" + text(name(sub.getCommandSpec())) + "\\fR(1)");
                lines.add(text(words(sub.getCommandSpec().usageMessage().description())));
            }
        });
    }

    private static void footer(UsageMessageSpec usage, List<String> lines) {
        if (usage.footer().length > 0) {
            lines.add(".SH NOTES");
            lines.add(".nf");
            String.format(String.join("\n", usage.footer()))
                    .lines()
                    .dropWhile(String::isBlank)
                    .forEach(line -> lines.add(text(line)));
            lines.add(".fi");
        }
    }

    private static String words(String... lines) {
        return String.format(String.join(" ", lines)).replaceAll("\\s+", " ").strip();
    }

    /** What stands for itself: no line begins a request of roff, no character is one of its own. */
    private static String text(String line) {
        String escaped = line.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
