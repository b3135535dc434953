package io.snapledger.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The ids that are derived, so that whoever derives them twice gets the same: backups, snapshots, restores.
 * Base32 is the alphabet of RFC 4648 section 6 in lower case, without padding.
 */
public final class Identities {

    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmss'z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");
    static final Pattern BACKUP = Pattern.compile("[0-9]{8}t[0-9]{6}z-[a-z2-7]{10}");
    static final Pattern SNAPSHOT = Pattern.compile("[0-9]{8}t[0-9]{6}z-[a-z2-7]{10}-[a-z2-7]{6}");
    static final Pattern ATTEMPT = Pattern.compile("[1-9][0-9]{0,8}-[0-9a-f]{16}");

    private Identities() {}

    /** Characters of the time that a backup's or snapshot's id begins with. */
    public static final int TIME_LENGTH = 16;

    /** The time that the id of a backup due at an instant begins with, to the second. Years 0 to 9999; such times sort as text. */
    public static String time(Instant dueAt) {
        return TIME.format(dueAt);
    }

    /**
     * When the backup was due that a backup's or snapshot's id names, to the second.
     *
     * @throws java.time.DateTimeException if there is no such time
     */
    public static Instant dueAt(String id) {
        return TIME.parse(id.substring(0, TIME_LENGTH), Instant::from);
    }

    /** The backup of a scheduled run. */
    public static String scheduledBackup(String installation, String plan, Instant dueAt) {
        return TIME.format(dueAt) + "-" + base32(digest("v1", installation, plan, dueAt.toString()), 10);
    }

    /**
     * The backup of a run on demand.
     *
     * @param time time attribute of the first accepted trigger
     * @param source source attribute of the trigger
     * @param id id attribute of the trigger
     */
    public static String triggeredBackup(String installation, String plan, Instant time, String source, String id) {
        return TIME.format(time) + "-" + base32(digest("v1", installation, plan, source, id), 10);
    }

    /** The snapshot of a store within a backup. */
    public static String snapshot(String backup, String installation, String store) {
        return backup + "-" + base32(digest("v1", installation, backup, store), 6);
    }

    /** The restore that an event asks for, unless it brings an id. */
    public static String restore(String source, String id) {
        return "r-" + base32(digest("v1", source, id), 16);
    }

    /** The attempt {@code <number>-<claim>}. */
    public static String attempt(int number, long claim) {
        return String.format(Locale.ROOT, "%d-%016x", number, claim);
    }

    /** The number within {@code <number>-<claim>}. */
    public static int attemptNumber(String attempt) {
        return Integer.parseInt(requireAttempt(attempt).substring(0, attempt.indexOf('-')));
    }

    /** The backup that a snapshot belongs to. */
    public static String backupOf(String snapshot) {
        return requireSnapshot(snapshot).substring(0, snapshot.lastIndexOf('-'));
    }

    public static boolean isBackup(String text) {
        return BACKUP.matcher(text).matches();
    }

    public static boolean isSnapshot(String text) {
        return SNAPSHOT.matcher(text).matches();
    }

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    public static boolean isAttempt(String text) {
        return ATTEMPT.matcher(text).matches();
    }

    /** Names of stores, plans, repositories and workers. */
    public static String requireName(String what, String name) {
        return require(NAME, what, name, "use lower-case letters, digits and inner hyphens, at most 40");
    }

    public static String requireBackup(String backup) {
        return require(BACKUP, "backup id", backup, "it looks like 20261121t000000z-abcdefghij");
    }

    public static String requireSnapshot(String snapshot) {
        return require(SNAPSHOT, "snapshot id", snapshot, "it looks like 20261121t000000z-abcdefghij-klmnop");
    }

    public static String requireAttempt(String attempt) {
        return require(ATTEMPT, "attempt", attempt, "it looks like 1-0123456789abcdef");
    }

    private static String require(Pattern pattern, String what, String text, String hint) {
        if (text == null || !pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(what + " is not valid: '" + shown(text) + "'; HINT: " + hint);
        }
        return text;
    }

    private static String shown(String text) {
        if (text == null) {
            return "";
        }
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
    }

    /** SHA-256 over the parts, each preceded by its length, so that no two lists of parts collide. */
    private static byte[] digest(String... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                sha256.update((byte) (bytes.length >>> 24));
                sha256.update((byte) (bytes.length >>> 16));
                sha256.update((byte) (bytes.length >>> 8));
                sha256.update((byte) bytes.length);
                sha256.update(bytes);
            }
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String base32(byte[] bytes, int characters) {
        StringBuilder text = new StringBuilder(characters);
        for (int i = 0; i < characters; i++) {
            int bit = i * 5;
            int pair = (bytes[bit / 8] & 0xff) << 8 | (bytes[bit / 8 + 1] & 0xff);
            text.append(BASE32.charAt(pair >>> (11 - bit % 8) & 31));
        }
        return text.toString();
    }
}
