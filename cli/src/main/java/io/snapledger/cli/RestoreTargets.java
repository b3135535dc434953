package io.snapledger.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Json;
import io.snapledger.events.RestoreTo;
import io.snapledger.stores.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Where each store is restored to, and what of it. */
final class RestoreTargets {

    private static final Kinds KINDS = Kinds.load();

    @Option(
            names = "--to",
            paramLabel = "STORE=LOCATION",
            description = "Restores a store to another place within the reach of its credentials: of files, a"
                    + " directory; may be repeated.")
    List<String> places = new ArrayList<>();

    @Option(
            names = "--target",
            paramLabel = "STORE=OTHER",
            description = "Restores a store into another configured store of its kind; may be repeated.")
    List<String> others = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "STORE.OPTION=VALUE",
            description = "Sets an option of a target, such as shop.rename-suffix=_restored; may be repeated.")
    List<String> settings = new ArrayList<>();

    @Option(
            names = "--only",
            paramLabel = "[STORE=]PATH",
            description =
                    "Restores this alone, with all below it, and touches nothing else; a path as snapshot ls tells "
                            + "it, of the store that is named, else of the one --store. Without --store only stores that are "
                            + "named here are restored. May be repeated.")
    List<String> paths = new ArrayList<>();

    /** The stores that are restored: those chosen, else those whose paths are, else all. */
    List<String> stores(List<String> chosen) {
        return chosen.isEmpty() ? List.copyOf(only(chosen).keySet()) : chosen;
    }

    /**
     * By store; a store that is not named is restored to itself.
     *
     * @param chosen the stores that were named to be restored
     */
    Map<String, RestoreTo> byStore(List<String> chosen) {
        Map<String, String> stores = new TreeMap<>();
        Map<String, Map<String, String>> options = new TreeMap<>();
        for (String place : places) {
            String[] parts = parts("--to", place, "STORE=LOCATION");
            requested(parts[0], parts[1]).forEach((option, value) -> option(options, parts[0], option, value));
        }
        for (String other : others) {
            String[] parts = parts("--target", other, "STORE=OTHER");
            if (stores.put(parts[0], parts[1]) != null) {
                throw CliException.usage("--target names store '" + parts[0] + "' twice; HINT: once is enough");
            }
        }
        for (String setting : settings) {
            String[] parts = parts("--set", setting, "STORE.OPTION=VALUE");
            int dot = parts[0].indexOf('.');
            if (dot < 1 || dot == parts[0].length() - 1) {
                throw CliException.usage("--set " + setting + " names no option; HINT: --set STORE.OPTION=VALUE");
            }
            option(options, parts[0].substring(0, dot), parts[0].substring(dot + 1), parts[1]);
        }
        Map<String, List<String>> only = only(chosen);
        Map<String, RestoreTo> targets = new TreeMap<>();
        stores.keySet().forEach(store -> options.putIfAbsent(store, Map.of()));
        only.keySet().forEach(store -> options.putIfAbsent(store, Map.of()));
        options.forEach((store, set) ->
                targets.put(store, new RestoreTo(stores.get(store), set, only.getOrDefault(store, List.of()))));
        return targets;
    }

    /** A path may hold any character, so that the one store of a command is looked for at its beginning alone. */
    private Map<String, List<String>> only(List<String> chosen) {
        Map<String, List<String>> only = new TreeMap<>();
        for (String path : paths) {
            boolean bare = chosen.size() == 1 && !path.startsWith(chosen.get(0) + "=");
            String[] parts = bare ? new String[] {chosen.get(0), path} : parts("--only", path, "STORE=PATH");
            String relative = parts[1].replaceAll("^/+|/+$", "");
            if (relative.isEmpty()) {
                throw CliException.usage(
                        "--only " + path + " names no path; HINT: leave it out to restore the whole store");
            }
            only.computeIfAbsent(parts[0], store -> new ArrayList<>()).add(relative);
        }
        return only;
    }

    /** As a restore request has them. */
    ObjectNode json(List<String> chosen) {
        ObjectNode targets = Json.object();
        byStore(chosen).forEach((store, to) -> {
            ObjectNode target = targets.putObject(store);
            if (to.store() != null) {
                target.put("store", to.store());
            }
            to.options().forEach(target.putObject("options")::put);
            if (!to.only().isEmpty()) {
                to.only().forEach(target.putArray("only")::add);
            }
        });
        return targets;
    }

    private static void option(Map<String, Map<String, String>> options, String store, String option, String value) {
        String before = options.computeIfAbsent(store, name -> new TreeMap<>()).put(option, value);
        if (before != null) {
            throw CliException.usage(
                    "option '" + option + "' of store '" + store + "' is given twice; HINT: give it once");
        }
    }

    private static String[] parts(String option, String text, String form) {
        int at = text.indexOf('=');
        if (at < 1 || at == text.length() - 1) {
            throw CliException.usage(
                    option + " " + text + " is not of the form " + form + "; HINT: " + option + " " + form);
        }
        return new String[] {text.substring(0, at), text.substring(at + 1)};
    }

    private static Map<String, String> requested(String store, String location) {
        try {
            return KINDS.requestedPlace(store, location);
        } catch (IllegalArgumentException e) {
            throw CliException.usage("--to of store '" + store + "': " + e.getMessage());
        }
    }
}
