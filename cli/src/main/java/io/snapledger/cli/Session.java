package io.snapledger.cli;

import io.snapledger.cli.output.Output;
import io.snapledger.cli.output.Style;
import io.snapledger.cli.output.Words;
import io.snapledger.cli.service.Services;
import java.nio.file.Path;

/** One run of the program: where it runs, what was asked of every command, and what commands work with. */
public final class Session {

    private final Surroundings surroundings;
    private final GlobalOptions options = new GlobalOptions();
    private Services services;

    public Session(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    GlobalOptions options() {
        return options;
    }

    public Output output() {
        boolean coloured = options.colour == GlobalOptions.Colour.always
                || (options.colour == GlobalOptions.Colour.auto
                        && surroundings.outIsTerminal()
                        && surroundings.variable("NO_COLOR").isEmpty());
        return new Output(surroundings.out(), surroundings.err(), options.format, new Style(coloured));
    }

    public Services services() {
        if (services == null) {
            Path token = options.tokenFile != null
                    ? options.tokenFile
                    : surroundings
                            .variable("SNAPLEDGER_TOKEN_FILE")
                            .map(Path::of)
                            .orElse(null);
            services = new Services(surroundings, options.url, token);
        }
        return services;
    }

    /** The option that lets a further command talk to the same services; empty if it does so without. */
    String sameServices() {
        return options.url == null ? "" : " --url " + Words.shell(options.url);
    }

    /** Words for people. */
    public void say(String words) {
        surroundings.err().println(words);
        surroundings.err().flush();
    }
}
