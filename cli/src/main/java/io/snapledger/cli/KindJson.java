package io.snapledger.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Json;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.KindOption;
import io.snapledger.stores.OptionType;
import java.util.Locale;

/** What a kind says of itself, for programs. */
final class KindJson {

    private KindJson() {}

    static ObjectNode of(KindDescription kind) {
        ObjectNode json = Json.object().put("kind", kind.kind()).put("title", kind.title());
        json.putObject("location")
                .put("form", kind.locationForm("NAME"))
                .put("example", kind.locationExample("example"));
        ArrayNode ofStore = json.putArray("storeOptions");
        kind.storeOptions().forEach(option -> ofStore.add(of(option)));
        ArrayNode ofRestore = json.putArray("restoreOptions");
        kind.restoreOptions().forEach(option -> ofRestore.add(of(option)));
        return json;
    }

    private static ObjectNode of(KindOption<?> option) {
        ObjectNode json = Json.object().put("name", option.name());
        option.names().forEach(json.putArray("names")::add);
        json.put("type", option.type().word()).put("rule", option.type().rule());
        if (option.type() instanceof OptionType.Choice choice) {
            choice.words().forEach(json.putArray("choices")::add);
        } else if (option.type() instanceof OptionType.Number number) {
            json.put("least", number.least()).put("most", number.most());
        }
        if (!option.byDefault().isEmpty()) {
            json.put("default", option.byDefault());
        }
        return json.put("defaultInWords", option.defaultInWords())
                .put("required", option.required())
                .put("secret", option.isSecret())
                .put("locates", option.locates().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("requestable", option.mayBeRequested())
                .put("meaning", option.meaning());
    }
}
