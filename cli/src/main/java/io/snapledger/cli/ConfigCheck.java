package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.cold.ColdConfiguration;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.Page;
import io.snapledger.settings.SettingProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        sortOptions = false,
        description = {
            "Says everything that is wrong with a configuration: names, values, options of stores and repositories, plans.",
            "Asks no service, opens no store and no repository. Variables that it refers to must be set here, too."
        },
        footer = {
            "",
            "Examples:",
            "  snapledger config check config.yaml",
            "  snapledger config check config.yaml -o json",
            "",
            "Exit code 2 if anything is wrong. Whether stores can be reached:",
            "snapledger store check --config FILE"
        })
final class ConfigCheck implements Callable<Integer> {

    private static final List<Column> COLUMNS =
            List.of(Column.text("SETTING", "setting"), Column.text("PROBLEM", "problem"), Column.text("HINT", "hint"));

    private final Session session;

    @Parameters(paramLabel = "FILE", description = "YAML, or properties where its name ends so.")
    private Path file;

    ConfigCheck(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<SettingProblem> problems = ColdConfiguration.problems(file, session.surroundings());
        ObjectNode found = Json.object().put("file", file.toString()).put("usable", problems.isEmpty());
        ArrayNode rows = found.putArray("problems");
        problems.forEach(problem -> rows.addObject()
                .put("setting", problem.setting())
                .put("problem", problem.fact())
                .put("hint", problem.hint()));
        session.output().one(found, file.toString(), page -> show(found, page));
        return (problems.isEmpty() ? Exit.DONE : Exit.USAGE).code();
    }

    private static void show(JsonNode found, Page page) {
        if (found.path("usable").asBoolean()) {
            page.line(Json.text(found, "file") + " can be used.");
        } else {
            page.table(COLUMNS, found.path("problems"));
        }
    }
}
