package io.snapledger.events;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
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

    private static final Pattern KIND = Pattern.compile("[a-z0-9-]{0,40}");
    private static final Pattern RESTORE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int LONGEST_QUESTION = 256;

    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            return type.getRecordComponents();
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
            require(number.longValue() >= lowest(owner, field), field, number.toString(), "it is too small");
        } else if (value instanceof Record part) {
            checkRecord(part);
        }
    }

    private static void checkText(Object owner, String field, String text) {
        switch (field) {
            case "plan" -> {
                if (!(owner instanceof SchedulerTick && text.equals("-"))) {
                    Identities.requireName(field, text);
                }
            }
            case "store", "repository", "worker", "stores", "repositories", "backupStores" -> {
                if (!mayBeEmpty(owner, text)) {
                    Identities.requireName(field, text);
                }
            }
            case "backup", "caughtUpBy", "safetyBackup" -> {
                if (!mayBeEmpty(owner, text)) {
                    Identities.requireBackup(text);
                }
            }
            case "snapshot" -> {
                if (!mayBeEmpty(owner, text)) {
                    Identities.requireSnapshot(text);
                }
            }
            case "attempt" -> {
                if (!(owner instanceof UploadFailed && text.equals("-"))) {
                    Identities.requireAttempt(text);
                }
            }
            case "kind", "kinds" -> requireMatch(KIND, field, text, "use lower-case letters, digits and hyphens");
            case "restore" -> {
                if (!(owner instanceof RestoreRequested && text.isEmpty())) {
                    requireMatch(RESTORE, field, text, "use lower-case letters, digits and hyphens, at most 63");
                }
            }
            case "sha256" -> requireMatch(SHA256, field, text, "it has 64 lower-case hexadecimal digits");
            case "from", "requestedBy", "authorization" -> {
                require(text.length() <= LONGEST_QUESTION, field, text, "at most 256 characters");
                requirePrintable(field, text);
            }
            default -> {} // free text: the writer replaces what is unwanted, readers show it escaped
        }
    }

    private static void checkKey(String field, String key) {
        if (field.equals("targets") || field.equals("copies")) {
            Identities.requireName("key of " + field, key);
        } else {
            require(!key.isEmpty() && key.length() <= LONGEST_QUESTION, "key of " + field, key, "1 to 256 characters");
            requirePrintable("key of " + field, key);
        }
    }

    /** What a plan of a restore could not find is told by its blockers. */
    private static boolean mayBeEmpty(Object owner, String text) {
        return owner instanceof PlannedRestore && text.isEmpty();
    }

    private static long lowest(Object owner, String field) {
        boolean counted = field.equals("number") || (owner instanceof BackupMissed && field.equals("count"));
        return counted ? 1 : 0;
    }

    private static void requirePrintable(String field, String text) {
        require(text.chars().noneMatch(Character::isISOControl), field, text, "it holds a control character");
    }

    private static void requireMatch(Pattern pattern, String field, String text, String hint) {
        require(pattern.matcher(text).matches(), field, text, hint);
    }

    private static void require(boolean right, String field, String text, String hint) {
        if (!right) {
            throw new IllegalArgumentException(field + " is not valid: '" + EventCodec.shown(text) + "'; " + hint);
        }
    }
}
