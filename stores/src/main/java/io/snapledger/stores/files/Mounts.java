package io.snapledger.stores.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where something is mounted, as the kernel tells this process; bind mounts of the same file system are told like all others.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">proc_pid_mountinfo(5)</a>
 */
final class Mounts {

    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int PLACE = 4;
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private Mounts() {}

    /** Whether something is mounted on the directory itself. */
    static boolean isOn(Path directory) throws IOException {
        String real = directory.toRealPath().toString();
        return places().contains(real);
    }

    /** What is mounted below the directory, at any depth. */
    static List<String> below(Path directory) throws IOException {
        String real = directory.toRealPath() + "/";
        return places().stream()
                .filter(place -> place.startsWith(real))
                .distinct()
                .toList();
    }

    /** Names of any bytes: what is no text of this process compares as it is told by Java's own paths. */
    private static List<String> places() throws IOException {
        try (Stream<String> lines = Files.lines(TABLE, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.split(" ")[PLACE]).map(Mounts::plain).toList();
        }
    }

    /** Space, tab, newline and backslash are told in octal. */
    private static String plain(String told) {
        Matcher octal = OCTAL.matcher(told);
        String bytes = octal.replaceAll(
                found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 8))));
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
