package io.snapledger.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/**
 * One run of the command.
 *
 * @param exit its exit code
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record Run(int exit, String out, String err) {

    static Run of(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Snapledger.run(
                new Surroundings(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        false,
                        environment,
                        Clock.systemUTC()),
                arguments);
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static Run against(FakeServices services, String... arguments) {
        return of(Map.of("SNAPLEDGER_URL", services.url()), arguments);
    }
}
