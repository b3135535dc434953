package io.snapledger.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Json;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on stderr why a command failed: words for people, one line of JSON for programs. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final Session session;

    Failures(Session session) {
        this.session = session;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        StringWriter suggestions = new StringWriter();
        UnmatchedArgumentException.printSuggestions(e, new PrintWriter(suggestions, true));
        String suggested = suggestions.toString().strip().replaceAll("\\s+", " ");
        String hint = (suggested.isEmpty() ? "" : suggested + " ") + "see " + name + " --help";
        return tell(
                new CliException(Exit.USAGE, "usage", e.getMessage(), hint, java.util.List.of(), e),
                forPrograms(arguments));
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
        boolean programs = !session.output().format().forPeople();
        if (e instanceof CliException known) {
            return tell(known, programs);
        }
        if (e instanceof ParameterException usage) {
            return handleParseException(usage, result.originalArgs().toArray(new String[0]));
        }
        if (session.surroundings().variable("SNAPLEDGER_DEBUG").isPresent()) {
            e.printStackTrace(session.surroundings().err());
        }
        return tell(
                new CliException(
                        Exit.FAILED,
                        "internal",
                        "unexpected: " + e + "; HINT: set SNAPLEDGER_DEBUG=1 to see where, and report it",
                        e),
                programs);
    }

    /** The arguments could not be read, so the format is looked for by hand. */
    private static boolean forPrograms(String[] arguments) {
        String all = " " + String.join(" ", arguments) + " ";
        return all.matches(".* (-o|--output)[ =]?(json|yaml|jsonl|name) .*");
    }

    private int tell(CliException failure, boolean programs) {
        PrintStream err = session.surroundings().err();
        if (programs) {
            err.println(Json.line(json(failure)));
        } else {
            err.println("snapledger: " + failure.getMessage());
            failure.choices().forEach(choice -> err.println("  " + choice));
            err.println("HINT: " + hint(failure));
        }
        err.flush();
        return failure.exit().code();
    }

    /** Where nobody knew what to do in this case, the page of errors says what to do in general. */
    private static String hint(CliException failure) {
        return failure.hint().isEmpty() ? "see " + docs(failure.code()) : failure.hint();
    }

    /** Where the documentation says more. */
    private static String docs(String code) {
        String word = code.toLowerCase(Locale.ROOT).replace('_', '-');
        return "docs/errors.md#" + (word.matches("http-\\d+") ? "http-" : word);
    }

    private static ObjectNode json(CliException failure) {
        ObjectNode error = Json.object();
        error.put("type", "error");
        error.put("code", failure.code());
        error.put("exitCode", failure.exit().code());
        error.put("message", failure.getMessage());
        error.put("hint", hint(failure));
        if (!failure.choices().isEmpty()) {
            failure.choices().forEach(error.putArray("choices")::add);
        }
        error.put("docs", docs(failure.code()));
        return error;
    }
}
