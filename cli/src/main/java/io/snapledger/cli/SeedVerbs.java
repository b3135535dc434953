package io.snapledger.cli;

import io.snapledger.cli.output.Words;
import io.snapledger.stores.Kinds;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The verbs of the Kaa platform's backup tool, such as {@code create_s3_mongodb_backups}: run as what they mean here, and the new
 * form is said.
 */
final class SeedVerbs {

    private static final Pattern VERB = Pattern.compile(
            "(create|restore)_(s3|local)_(all|mongodb|mariadb|postgresdb|influxdb|minio|vault|opendistro)_backups?");
    /** Said once in the configuration of the stores here. */
    private static final List<String> CONFIGURED =
            List.of("--release-name-prefix", "--namespace", "--source-namespace");

    private SeedVerbs() {}

    /** The arguments as they are meant; the same ones if there is no such verb. */
    static String[] translate(PrintStream err, String... arguments) {
        for (String argument : arguments) {
            Matcher verb = VERB.matcher(argument);
            if (verb.matches()) {
                return translated(err, verb, arguments);
            }
        }
        return arguments;
    }

    private static String[] translated(PrintStream err, Matcher verb, String... arguments) {
        List<String> rest = new ArrayList<>();
        String date = "latest";
        List<String> ignored = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (CONFIGURED.contains(argument)) {
                ignored.add(argument);
                i++;
            } else if (argument.equals("--backup-date") && i + 1 < arguments.length) {
                date = arguments[++i];
            } else if (!argument.equals(verb.group()) && !(argument.equals("backup") && rest.isEmpty())) {
                rest.add(argument);
            }
        }
        List<String> meant = new ArrayList<>();
        if (verb.group(1).equals("create")) {
            meant.addAll(List.of("backup", "create"));
        } else {
            meant.addAll(List.of("restore", "create", "--from", date));
        }
        if (!verb.group(3).equals("all")) {
            meant.addAll(List.of("--kind", Kinds.load().called(verb.group(3))));
        } else if (verb.group(1).equals("create")) {
            meant.add("--all");
        }
        meant.addAll(List.of("--repository", verb.group(2), "--wait"));
        meant.addAll(rest);
        err.println("snapledger: " + verb.group() + " is now: snapledger "
                + meant.stream().map(Words::shell).collect(Collectors.joining(" ")));
        if (!ignored.isEmpty()) {
            err.println("snapledger: " + String.join(", ", ignored)
                    + " not needed: the configuration says where each store is");
        }
        err.flush();
        return meant.toArray(new String[0]);
    }
}
