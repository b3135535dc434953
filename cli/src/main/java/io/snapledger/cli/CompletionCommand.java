package io.snapledger.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Json;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        sortOptions = false,
        description = "Prints a script that completes commands and options.",
        footer = {
            "",
            "Examples:",
            "  . <(snapledger completion bash)",
            "  snapledger completion zsh > ~/.snapledger.zsh && . ~/.snapledger.zsh"
        })
final class CompletionCommand implements Runnable {

    /** Shells that are known. */
    enum Shell {
        bash,
        zsh
    }

    private final Session session;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", defaultValue = "bash", description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        String script = AutoComplete.bash("snapledger", spec.root().commandLine());
        String whole = shell == Shell.zsh ? "autoload -U +X bashcompinit && bashcompinit\n" + script : script;
        ObjectNode document = Json.object();
        document.put("shell", shell.name()).put("script", whole);
        session.output().one(document, shell.name(), page -> page.line(whole));
    }
}
