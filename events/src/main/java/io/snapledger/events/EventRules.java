package io.snapledger.events;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What every field of an event must look like, by the field's name: one name means one thing in all events. Readers
 * hold strangers to it, writers themselves.
 */
final class EventRules {

    /** Control characters except line feed and tabulator, and halves of surrogate pairs. */
    static final Pattern UNWANTED = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\n\\t]]");

    /** What has no place in a line of a log. */
    static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029]");

    private static final Rule NAME =
            new Rule(Identities.NAME, "use lower-case letters, digits and inner hyphens, at most 40");
    private static final Rule BACKUP = new Rule(Identities.BACKUP, "it looks like 20261121t000000z-abcdefghij");
    private static final Rule SNAPSHOT =
            new Rule(Identities.SNAPSHOT, "it looks like 20261121t000000z-abcdefghij-klmnop");
    private static final Rule ATTEMPT = new Rule(Identities.ATTEMPT, "it looks like 1-0123456789abcdef");
    private static final Rule KIND =
            new Rule(Pattern.compile("[a-z0-9-]{0,40}"), "use lower-case letters, digits and hyphens, at most 40");
    private static final Rule RESTORE = new Rule(
            Pattern.compile("[a-z0-9][a-z0-9-]{0,62}"), "use lower-case letters, digits and hyphens, at most 63");
    private static final Rule SHA256 =
            new Rule(Pattern.compile("[0-9a-f]{64}"), "it has 64 lower-case hexadecimal digits");
    private static final Rule EPOCH =
            new Rule(Pattern.compile("[0-9a-f]{16}"), "it has 16 lower-case hexadecimal digits");
    private static final Rule LINE = new Rule(
            Pattern.compile("[^\\u0000-\\u001f\\u007f-\\u009f]{0,256}"),
            "at most 256 characters, none of them control");
    private static final Rule PATH = new Rule(
            Pattern.compile("[^\\u0000-\\u001f\\u007f-\\u009f]{1,4096}"),
            "a path as snapledger snapshot ls tells it, at most 4096 characters, none of them control");

    /** What a text must match as a whole, and what to tell who broke it. */
    private record Rule(Pattern pattern, String hint) {

        Rule or(String exception) {
            return new Rule(Pattern.compile(pattern.pattern() + "|" + exception), hint);
        }
    }

    /** Maps whose keys are names of stores or repositories. */
    private static final Set<String> NAMED = Set.of("targets", "copies", "safetyBackups");

    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            return type.getRecordComponents();
        }
    };

    private static final ClassValue<Map<String, Rule>> RULES = new ClassValue<>() {
        @Override
        protected Map<String, Rule> computeValue(Class<?> type) {
            Map<String, Rule> rules = new HashMap<>();
            for (RecordComponent component : type.getRecordComponents()) {
                Rule rule = rule(type, component.getName());
                if (rule != null) {
                    rules.put(component.getName(), rule);
                }
            }
            return Map.copyOf(rules);
        }
    };

    private EventRules() {}

    /** The first field that breaks its rule, with its path, value and hint. */
    static Optional<String> violation(EventData data) {
        try {
            checkRecord(data);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static void checkRecord(Object owner) {
        for (RecordComponent component : COMPONENTS.get(owner.getClass())) {
            try {
                check(owner, component.getName(), component.getAccessor().invoke(owner));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
    }

    private static void check(Object owner, String field, Object value) {
        if (value instanceof String text) {
            checkText(owner, field, text);
        } else if (value instanceof Collection<?> list) {
            list.forEach(entry -> check(owner, field, entry));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> {
                checkKey(field, (String) key);
                check(owner, field, entry);
            });
        } else if (value instanceof Number number) {
            require(number.longValue() >= lowest(owner.getClass(), field), field, number.toString(), "it is too small");
        } else if (value instanceof Record part) {
            checkRecord(part);
        }
    }

    private static void checkText(Object owner, String field, String text) {
        Rule rule = RULES.get(owner.getClass()).get(field);
        if (rule != null) {
            require(rule.pattern().matcher(text).matches(), field, text, rule.hint());
        }
    }

    private static void checkKey(String field, String key) {
        Rule rule = NAMED.contains(field) ? NAME : LINE;
        require(!key.isEmpty() && rule.pattern().matcher(key).matches(), "key of " + field, key, rule.hint());
    }

    /** The pattern of a text field; empty for free text, in which the writer replaces what is unwanted. */
    static Optional<Pattern> pattern(Class<?> owner, String field) {
        return Optional.ofNullable(rule(owner, field)).map(Rule::pattern);
    }

    private static Rule rule(Class<?> owner, String field) {
        Rule rule = owner == Caller.class || owner == ExternalPart.class && !field.equals("kind")
                ? LINE
                : ruleOfName(field);
        boolean mayBeUnknown = owner == PlannedRestore.class; // what a plan could not find is told by its blockers
        boolean mayBeDerived = owner == RestoreRequested.class && field.equals("restore");
        boolean mayBeNone = (owner == UploadFailed.class && field.equals("attempt"))
                || (owner == SchedulerTick.class && field.equals("plan"));
        if (rule == null || !(mayBeUnknown || mayBeDerived || mayBeNone)) {
            return rule;
        }
        return rule.or(mayBeNone ? "-" : "");
    }

    private static Rule ruleOfName(String field) {
        return switch (field) {
            case "plan", "store", "stores", "repository", "repositories", "backupStores", "leftOut", "worker" -> NAME;
            case "backup", "caughtUpBy", "safetyBackup", "safetyBackups" -> BACKUP;
            case "snapshot" -> SNAPSHOT;
            case "attempt" -> ATTEMPT;
            case "kind", "kinds" -> KIND;
            case "restore", "safetyFor" -> RESTORE;
            case "sha256" -> SHA256;
            case "epoch" -> EPOCH;
            case "from", "requestedBy", "authorization" -> LINE;
            case "only" -> PATH;
            default -> null;
        };
    }

    /** The least value of a number. */
    static long lowest(Class<?> owner, String field) {
        boolean counts = owner == BackupMissed.class || owner == NotIncluded.class;
        boolean counted = field.equals("number") || (counts && field.equals("count"));
        return counted ? 1 : 0;
    }

    private static void require(boolean right, String field, String text, String hint) {
        if (!right) {
            throw new IllegalArgumentException(
                    field + " is not valid: '" + EventCodec.shown(text) + "'; HINT: " + hint);
        }
    }
}
