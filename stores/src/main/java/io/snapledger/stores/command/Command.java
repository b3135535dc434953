package io.snapledger.stores.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A tool to run.
 *
 * @param argv program and arguments; never a secret
 * @param environment added to a minimal environment (PATH, HOME, LANG=C.UTF-8)
 * @param files private files the tool can read while it runs, mode 0600 in a directory of mode 0700, name to content;
 *     {@value #FILES} in argv and environment stands for that directory. The place for secrets
 * @param input what the caller writes to standard input
 * @param timeout the whole process tree is killed after it
 * @param errorLines which lines of standard error may be kept: tools print data into it
 */
public record Command(
        List<String> argv,
        Map<String, String> environment,
        Map<String, byte[]> files,
        Input input,
        Duration timeout,
        Predicate<String> errorLines) {

    /** Stands for the directory of {@link #files()}. */
    public static final String FILES = "{files}";

    public Command {
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(errorLines, "errorLines");
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
    }

    /** A command without input whose standard error may be kept. */
    public static Command of(Duration timeout, List<String> argv) {
        return new Command(argv, Map.of(), Map.of(), new Input.Nothing(), timeout, line -> true);
    }

    public static Command of(Duration timeout, String... argv) {
        return of(timeout, List.of(argv));
    }

    public Command withEnvironment(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Command(argv, more, files, input, timeout, errorLines);
    }

    public Command withFile(String name, byte[] content) {
        Map<String, byte[]> more = new HashMap<>(files);
        more.put(name, content);
        return new Command(argv, environment, more, input, timeout, errorLines);
    }

    /** The command with an input. */
    public Command with(Input itsInput) {
        return new Command(argv, environment, files, itsInput, timeout, errorLines);
    }

    public Command keepingErrorLines(Predicate<String> lines) {
        return new Command(argv, environment, files, input, timeout, lines);
    }

    /** The command with further arguments at its end. */
    public Command plus(String... arguments) {
        List<String> more = new ArrayList<>(argv);
        more.addAll(List.of(arguments));
        return new Command(more, environment, files, input, timeout, errorLines);
    }

    @Override
    public String toString() {
        return "Command[" + String.join(" ", argv) + ", environment " + new TreeMap<>(environment).keySet() + ", files "
                + new TreeMap<>(files).keySet() + ", timeout " + timeout + "]";
    }
}
