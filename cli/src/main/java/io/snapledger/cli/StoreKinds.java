package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.Page;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.Kinds;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "kinds",
        sortOptions = false,
        description = {"Shows the kinds of stores that this program knows, or the options of one.", "Asks no service."},
        footer = {"", "Examples:", "  snapledger store kinds", "  snapledger store kinds files -o yaml"})
final class StoreKinds implements Runnable {

    private static final List<Column> KINDS = List.of(
            Column.text("KIND", "kind"),
            Column.text("A STORE IS", "title"),
            Column.text("GIVEN AS", "location", "form"));
    private static final List<Column> OPTIONS = List.of(
            Column.of("OPTION", option -> String.join(", ", Json.texts(option, "names"))),
            Column.text("TYPE", "type"),
            Column.text("DEFAULT", "defaultInWords"),
            Column.of("MEANING", option -> Json.text(option, "meaning").replace("`", "")));

    private final Session session;

    @Parameters(paramLabel = "KIND", arity = "0..1", description = "Shows its options.")
    private String kind;

    StoreKinds(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Kinds kinds = Kinds.load();
        if (kind == null) {
            List<JsonNode> all =
                    kinds.all().stream().<JsonNode>map(KindJson::of).toList();
            session.output().list(all, each -> Json.text(each, "kind"), KINDS, "There are no kinds.");
        } else {
            KnownNames.requireAmong(
                    "kind",
                    kind,
                    kinds.all().stream().map(KindDescription::kind).toList());
            JsonNode one = KindJson.of(kinds.of(kind));
            session.output().one(one, kind, page -> show(one, page));
        }
    }

    private static void show(JsonNode kind, Page page) {
        page.value("Kind", Json.text(kind, "kind"))
                .value("A store is", Json.text(kind, "title"))
                .value("Given as", "--store " + Json.text(kind, "location", "form"))
                .value("Such as", "--store " + Json.text(kind, "location", "example"))
                .table(OPTIONS, kind.path("storeOptions"));
        if (!kind.path("restoreOptions").isEmpty()) {
            page.line("")
                    .line("Of a restore, by --set STORE.OPTION=VALUE:")
                    .table(OPTIONS, kind.path("restoreOptions"));
        }
    }
}
