package io.snapledger.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Json;
import io.snapledger.events.RestoreTo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Where each store is restored to. */
final class RestoreTargets {

    @Option(
            names = "--to",
            paramLabel = "STORE=PATH",
            description = "Restores a store of files into this directory; may be repeated.")
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

    /** By store; a store that is not named is restored to itself. */
    Map<String, RestoreTo> byStore() {
        Map<String, String> stores = new TreeMap<>();
        Map<String, Map<String, String>> options = new TreeMap<>();
        for (String place : places) {
            String[] parts = parts("--to", place, "STORE=PATH");
            option(options, parts[0], "path", absolute(parts[1]));
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
        Map<String, RestoreTo> targets = new TreeMap<>();
        stores.keySet().forEach(store -> options.putIfAbsent(store, Map.of()));
        options.forEach((store, set) -> targets.put(store, new RestoreTo(stores.get(store), set)));
        return targets;
    }

    /** As a restore request has them. */
    ObjectNode json() {
        ObjectNode targets = Json.object();
        byStore().forEach((store, to) -> {
            ObjectNode target = targets.putObject(store);
            if (to.store() != null) {
                target.put("store", to.store());
            }
            to.options().forEach(target.putObject("options")::put);
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

    /** The services run elsewhere: a path must mean the same there. */
    private static String absolute(String path) {
        return path.contains("://")
                ? path
                : Path.of(path).toAbsolutePath().normalize().toString();
    }
}
