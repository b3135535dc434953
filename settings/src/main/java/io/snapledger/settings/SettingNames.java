package io.snapledger.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of all settings of all services: one configuration serves them all, so each knows the others' names. A name has parts
 * separated by dots; {@code <name>} stands for any part, {@code <option>} at the end for any number of them, which their owner
 * checks (the kind of a store).
 */
public final class SettingNames {

    /** What all of ours begin with. */
    public static final String PREFIX = "snapledger";

    private static final List<String> KNOWN = List.of(
            "snapledger.installation",
            "snapledger.data-directory",
            "snapledger.storage-url",
            "snapledger.internal.token",
            "snapledger.internal.token-file",
            "snapledger.access.token",
            "snapledger.access.token-file",
            "snapledger.access.hosts",
            "snapledger.access.callers.<name>.token",
            "snapledger.access.callers.<name>.token-file",
            "snapledger.access.callers.<name>.roles",
            "snapledger.access.oidc.issuer",
            "snapledger.access.oidc.audience",
            "snapledger.access.oidc.name-claim",
            "snapledger.access.oidc.groups-claim",
            "snapledger.access.oidc.roles.<name>",
            "snapledger.access.oidc.tls",
            "snapledger.access.tls-by-proxy",
            "snapledger.access.request-within",
            "snapledger.access.connections-per-address",
            "snapledger.access.connections",
            "snapledger.keys.directory",
            "snapledger.kafka.topic-prefix",
            "snapledger.kafka.replication",
            "snapledger.log.level",
            "snapledger.terminal",
            "snapledger.root",
            "snapledger.write",
            "snapledger.stores.<name>.<option>",
            "snapledger.repositories.<name>.<option>",
            "snapledger.plans.<name>.schedule",
            "snapledger.plans.<name>.zone",
            "snapledger.plans.<name>.stores",
            "snapledger.plans.<name>.repositories",
            "snapledger.plans.<name>.repository",
            "snapledger.plans.<name>.overlap",
            "snapledger.plans.<name>.catch-up",
            "snapledger.plans.<name>.attempts",
            "snapledger.plans.<name>.start-within",
            "snapledger.plans.<name>.deadline",
            "snapledger.plans.<name>.scope",
            "snapledger.plans.<name>.restore-order",
            "snapledger.plans.<name>.keep.<name>",
            "snapledger.timing.tick",
            "snapledger.timing.heartbeat",
            "snapledger.timing.dead-after",
            "snapledger.timing.answer-within",
            "snapledger.timing.undecided-after",
            "snapledger.timing.retry-after",
            "snapledger.scheduler.events-endpoint",
            "snapledger.scheduler.publish-timeout",
            "snapledger.scheduler.topic-replication",
            "snapledger.dump.worker",
            "snapledger.dump.slots",
            "snapledger.dump.staging-directory",
            "snapledger.dump.staging-quota",
            "snapledger.dump.max-stall",
            "snapledger.dump.grace",
            "snapledger.dump.control-history",
            "snapledger.dump.announce-again",
            "snapledger.dump.keep-undecided",
            "snapledger.dump.zstd-level",
            "snapledger.dump.workers",
            "snapledger.dump.topic-replication",
            "snapledger.storage.workers.<name>",
            "snapledger.storage.worker-url",
            "snapledger.restore.gateway-secret-file",
            "snapledger.storage.staging-directories.<name>",
            "snapledger.storage.parallel-puts",
            "snapledger.storage.waiting-hints",
            "snapledger.storage.parallel-work",
            "snapledger.storage.retry-first",
            "snapledger.storage.retry-longest",
            "snapledger.storage.refuse-after",
            "snapledger.storage.give-up-after",
            "snapledger.storage.undelete-window",
            "snapledger.storage.proven-minimum",
            "snapledger.storage.janitor-period",
            "snapledger.catalog.repositories",
            "snapledger.catalog.stream-heartbeat",
            "snapledger.catalog.stream-patience",
            "snapledger.catalog.storage-timeout",
            "snapledger.catalog.topic-replication",
            "snapledger.restore.worker",
            "snapledger.restore.slots",
            "snapledger.restore.limit",
            "snapledger.restore.events-endpoint",
            "snapledger.restore.topic-replication");

    private static final String ANY = "<name>";
    private static final String REST = "<option>";
    private static final Pattern PART = Pattern.compile("\"([^\"]*)\"|[^.\"]+");
    private static final Pattern INDEX = Pattern.compile("(\\[\\d+])+$");

    private SettingNames() {}

    /** All names, with {@code <name>} and {@code <option>} where somebody chooses. */
    public static List<String> all() {
        return KNOWN;
    }

    /** Whether a setting of this name exists. Places in lists ({@code stores[0]}) do not matter. */
    public static boolean isKnown(String name) {
        List<String> parts = parts(name);
        return KNOWN.stream().anyMatch(known -> matches(parts(known), parts));
    }

    /** The known name that a wrong one was probably meant to be, with the parts that were free to choose. */
    public static Optional<String> nearest(String wrong) {
        List<String> parts = parts(wrong);
        List<String> candidates = KNOWN.stream()
                .map(known -> like(parts(known), parts))
                .flatMap(Optional::stream)
                .toList();
        return Suggestion.nearest(String.join(".", parts), candidates);
    }

    private static boolean matches(List<String> known, List<String> parts) {
        int end = known.size() - 1;
        boolean open = known.get(end).equals(REST);
        if (open ? parts.size() < known.size() : parts.size() != known.size()) {
            return false;
        }
        for (int i = 0; i < known.size(); i++) {
            boolean free = known.get(i).startsWith("<");
            if (!free && !known.get(i).equals(parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The known name, with the free parts of the other; empty if that has another number of parts. */
    private static Optional<String> like(List<String> known, List<String> parts) {
        boolean open = known.get(known.size() - 1).equals(REST);
        if (open ? parts.size() < known.size() : parts.size() != known.size()) {
            return Optional.empty();
        }
        List<String> made = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            boolean free = i >= known.size()
                    || known.get(i).equals(ANY)
                    || known.get(i).equals(REST);
            made.add(free ? parts.get(i) : known.get(i));
        }
        return Optional.of(String.join(".", made));
    }

    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(name);
        while (matcher.find()) {
            String part = matcher.group(1) == null ? matcher.group() : matcher.group(1);
            parts.add(INDEX.matcher(part).replaceFirst(""));
        }
        parts.removeIf(String::isEmpty); // what is left of "name"[0]
        return parts;
    }
}
