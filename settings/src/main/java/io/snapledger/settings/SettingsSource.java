package io.snapledger.settings;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import io.smallrye.config.common.utils.StringUtil;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Where settings come from: files, system properties and the environment, in this order from the lowest. {@code ${NAME}} in a value is
 * replaced, lists are lists however they are written. The only class that looks into a configuration.
 */
public final class SettingsSource {

    private static final int LONGEST = 4 << 20;
    private static final String KIND = ".kind";
    private static final int FILE_ORDINAL = 100;
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[A-Za-z0-9_.-]+}");
    private static final Pattern INDEX = Pattern.compile("(\\[\\d+])+$");

    private final SmallRyeConfig config;
    private final List<SettingProblem> unknown;
    private final Predicate<String> counts;
    private Set<String> names;

    private SettingsSource(SmallRyeConfig config, List<SettingProblem> unknown) {
        this(config, unknown, name -> true);
    }

    private SettingsSource(SmallRyeConfig config, List<SettingProblem> unknown, Predicate<String> counts) {
        this.config = config;
        this.unknown = unknown;
        this.counts = counts;
    }

    /** The configuration of a running service, whose names {@link StrictSettings} has checked. */
    public static SettingsSource of(Config config) {
        return new SettingsSource(config.unwrap(SmallRyeConfig.class), List.of());
    }

    /**
     * One file, read as a service would read it, with no service running.
     *
     * @param file YAML, or properties where its name ends so
     * @param environment what counts more than the file, and what it may refer to
     * @throws IOException if it cannot be read, is longer than 4 MiB, or is not written as its name says
     */
    public static SettingsSource file(Path file, Map<String, String> environment) throws IOException {
        ConfigSource source = parsed(file, content(file));
        return new SettingsSource(
                config(source, new SysPropConfigSource(), new EnvConfigSource(environment, EnvConfigSource.ORDINAL)),
                SettingsCheck.unknown(source.getPropertyNames()));
    }

    /** Settings by their full names, as tests and programs make them. */
    public static SettingsSource properties(Map<String, String> properties) {
        return new SettingsSource(
                config(new PropertiesConfigSource(properties, "properties", FILE_ORDINAL)),
                SettingsCheck.unknown(properties.keySet()));
    }

    private static SmallRyeConfig config(ConfigSource... sources) {
        return new SmallRyeConfigBuilder()
                .withProfile("prod") // as of a service
                .addDefaultInterceptors()
                .withSources(sources)
                .build();
    }

    private static String content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException("longer than " + LONGEST + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static ConfigSource parsed(Path file, String text) throws IOException {
        if (!file.toString().endsWith(".properties")) {
            requireSound(text);
            return new YamlConfigSource(file.toString(), text, FILE_ORDINAL);
        }
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        Map<String, String> all = new HashMap<>();
        properties.forEach((name, value) -> all.put(name.toString(), value.toString()));
        return new PropertiesConfigSource(all, file.toString(), FILE_ORDINAL);
    }

    /**
     * Refuses what is no YAML, and what SmallRye's source passes over: no names at all, or one twice, of which the last would count.
     *
     * @throws IOException with the place, and not with what stands there, which may be a secret
     */
    static void requireSound(String yaml) throws IOException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        try {
            Object root = new Yaml(new SafeConstructor(strict)).load(yaml);
            if (root != null && !(root instanceof Map)) {
                throw new IOException("it holds no names with values");
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new IOException("line " + (mark.getLine() + 1) + ": " + e.getProblem());
        } catch (YAMLException e) {
            throw new IOException("it is no YAML that can be used: "
                    + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    /** The same without what is wrong, so that the rest can be looked at: without each setting, and a store or repository that has no kind. */
    public SettingsSource without(List<SettingProblem> problems) {
        Set<String> wrong = problems.stream().map(SettingProblem::setting).collect(Collectors.toSet());
        return new SettingsSource(config, List.of(), name -> wrong.stream()
                .noneMatch(each -> name.equals(each)
                        || name.startsWith(each + "[")
                        || (each.endsWith(KIND)
                                && name.startsWith(each.substring(0, each.length() - KIND.length() + 1)))));
    }

    /** What a file says that nobody would ever read. */
    List<SettingProblem> unknown() {
        return unknown;
    }

    /**
     * The value of a setting; an empty one is none.
     *
     * @throws SettingsException if it refers to what is not there
     */
    Optional<String> text(String name) {
        return counts.test(name) ? text(name, value(name)) : Optional.empty();
    }

    private ConfigValue value(String name) {
        try {
            return config.getConfigValue(name);
        } catch (IllegalArgumentException e) { // whose message may hold the value
            throw refused(name, "has a ${ that does not end, or that leads back to itself");
        }
    }

    private static Optional<String> text(String name, ConfigValue value) {
        if (value.hasProblems()) { // SmallRye itself takes an optional one for absent then
            throw refused(
                    name,
                    "refers to something that is not set "
                            + REFERENCE
                                    .matcher(value.getRawValue())
                                    .results()
                                    .map(MatchResult::group)
                                    .collect(Collectors.joining(", ", "(", ")")));
        }
        return Optional.ofNullable(value.getValue()).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static SettingsException refused(String name, String fact) {
        return new SettingsException(
                List.of(
                        new SettingProblem(
                                name,
                                fact,
                                "set it in the environment, or give a default as in ${NAME:default}; \\${ stands for the characters themselves")));
    }

    /**
     * The values of a list, however it is written; empty if it is not given.
     *
     * @throws SettingsException as {@link #text}
     */
    List<String> texts(String name) {
        if (!counts.test(name)) {
            return List.of();
        }
        ConfigValue whole = value(name);
        ConfigValue first = value(name + "[0]");
        if (first.getRawValue() == null || whole.getConfigSourceOrdinal() > first.getConfigSourceOrdinal()) {
            return Arrays.stream(StringUtil.split(text(name, whole).orElse("")))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .toList();
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; names().contains(name + "[" + i + "]"); i++) {
            text(name + "[" + i + "]").ifPresent(texts::add);
        }
        return texts;
    }

    /** A value, or the values of a list separated by commas; a comma in one of them has a backslash before it. */
    Optional<String> joined(String name) {
        return names().contains(name + "[0]")
                ? Optional.of(texts(name).stream()
                        .map(text -> text.replace(",", "\\,"))
                        .collect(Collectors.joining(",")))
                : text(name);
    }

    /** What follows a prefix in the names of all settings, each once whatever it holds. */
    Set<String> below(String prefix) {
        return names().stream()
                .filter(name -> name.startsWith(prefix) && name.length() > prefix.length())
                .map(name -> INDEX.matcher(name.substring(prefix.length())).replaceFirst(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The parts that follow a prefix, as they are written: with quotes where a part has a dot in it. */
    Set<String> keys(String prefix) {
        return below(prefix).stream()
                .map(SettingsSource::firstPart)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String firstPart(String name) {
        boolean quoted = name.startsWith("\"");
        int end = quoted
                ? name.indexOf('"', 1) + 1
                : IntStream.of(name.indexOf('.'), name.indexOf('['))
                        .filter(at -> at >= 0)
                        .min()
                        .orElse(name.length());
        return name.substring(0, end);
    }

    private Set<String> names() {
        if (names == null) {
            names = new TreeSet<>();
            config.getPropertyNames().forEach(names::add);
            names.removeIf(counts.negate());
        }
        return names;
    }
}
