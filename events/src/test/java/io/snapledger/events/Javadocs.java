package io.snapledger.events;

import com.github.victools.jsonschema.generator.FieldScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Javadoc of our records says about them and their components, read from the sources beside. */
final class Javadocs {

    private static final Path SOURCES = Path.of("src/main/java/io/snapledger/events");

    String ofField(FieldScope field) {
        String comment = comment(field.getDeclaringType().getErasedType());
        Matcher param = Pattern.compile("@param " + field.getDeclaredName() + " ([^@]*)")
                .matcher(comment);
        return param.find() ? text(param.group(1)) : null;
    }

    /** Null for types that are none of ours. */
    String ofRecord(Class<?> type) {
        return type.isRecord() ? text(comment(type).replaceFirst("@param(?s:.*)", "")) : null;
    }

    private static String comment(Class<?> type) {
        try {
            String source = Files.readString(SOURCES.resolve(type.getSimpleName() + ".java"));
            int end = source.indexOf("*/\n");
            String comment = source.substring(source.indexOf("/**") + 3, end);
            return comment.replaceAll("(?m)^ *\\* ?", "");
        } catch (IOException e) {
            throw new UncheckedIOException("no source of " + type, e);
        }
    }

    private static String text(String javadoc) {
        return javadoc.replaceAll("\\{@\\w+ ([^}]*)}", "$1")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
