package io.snapledger.standalone.architecture;

import io.snapledger.settings.SettingDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What settings mean: the Javadoc of their records, as it stands in the sources. */
final class SettingMeanings {

    private static final Path SOURCES = Path.of("../settings/src/main/java");

    private SettingMeanings() {}

    /** Of a section. */
    static String ofRecord(Class<?> owner) throws IOException {
        String javadoc = javadoc(owner);
        int parameters = javadoc.indexOf("@param");
        return markdown(parameters < 0 ? javadoc : javadoc.substring(0, parameters));
    }

    static String of(SettingDescription setting) throws IOException {
        Matcher parameter = Pattern.compile("@param " + setting.component() + " (.*?)(?=@param |$)", Pattern.DOTALL)
                .matcher(javadoc(setting.owner()));
        if (!parameter.find()) {
            throw new AssertionError(setting + " has no @param in the Javadoc of " + setting.owner());
        }
        return markdown(parameter.group(1));
    }

    private static String javadoc(Class<?> owner) throws IOException {
        Class<?> top = owner.getNestHost();
        String source = Files.readString(SOURCES.resolve(top.getName().replace('.', '/') + ".java"));
        int end = source.indexOf("public record " + owner.getSimpleName() + "(");
        int begin = source.lastIndexOf("/**", end);
        return source.substring(begin + 3, source.lastIndexOf("*/", end)).replaceAll("\\n\\s*\\* ?", "\n");
    }

    private static String markdown(String javadoc) {
        return javadoc.replaceAll("\\{@code ((?:[^{}]|\\{[^{}]*})*)}", "`$1`")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
