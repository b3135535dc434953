package io.snapledger.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can be configured, as the records say; its meaning stands in their Javadoc.
 *
 * @param names all names of it, the best first: a secret has three; {@code <name>} and {@code <option>} where somebody chooses
 * @param rule what its value must be, in words
 * @param byDefault what counts if it is not given, written as a value; may be empty
 * @param unset what it means then, in words; may be empty
 * @param owner the record
 * @param component of the record
 */
public record SettingDescription(
        List<String> names, String rule, String byDefault, String unset, Class<?> owner, String component) {

    /** Stands for a part of a name that somebody chooses. */
    static final String ANY = "<name>";

    /** Stands for any number of parts at the end, which their owner checks. */
    static final String REST = "<option>";

    private static final Pattern UPPER = Pattern.compile("[A-Z]");

    /** All, in the order of the records. */
    public static List<SettingDescription> all() {
        return below(Installation.class, SettingNames.PREFIX).toList();
    }

    /** What a component of a record is called in a configuration: {@code staging-quota} for {@code stagingQuota}. */
    static String nameOf(RecordComponent component) {
        return UPPER.matcher(component.getName())
                .replaceAll(letter -> "-" + letter.group().toLowerCase(Locale.ROOT));
    }

    private static Stream<SettingDescription> below(Class<?> type, String prefix) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component -> of(component, component.getGenericType(), prefix + "." + nameOf(component)));
    }

    private static Stream<SettingDescription> of(RecordComponent component, Type type, String name) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] of = parameterized.getActualTypeArguments();
            return parameterized.getRawType() == Map.class
                    ? of(component, of[1], name + "." + ANY)
                    : of(component, of[0], name);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == Declared.class) {
            return Stream.of(single(component, List.of(name + "." + REST), "by the kind"));
        } else if (plain == Secret.class) {
            return Stream.of(single(
                    component, List.of(name + "-file", name + "-env", name), "a file, a variable, or the secret"));
        } else if (plain.isRecord() && !SettingType.isKnown(plain)) {
            return below(plain, name);
        }
        String rule = SettingType.of(plain).rule(component.getAnnotation(Setting.class));
        return Stream.of(single(component, List.of(name), isList(component) ? "a list, each " + rule : rule));
    }

    private static boolean isList(RecordComponent component) {
        return component.getType() == List.class
                || component.getType() == Set.class
                || component.getGenericType().getTypeName().contains(Set.class.getName());
    }

    private static SettingDescription single(RecordComponent component, List<String> names, String rule) {
        Optional<Setting> setting = Optional.ofNullable(component.getAnnotation(Setting.class));
        boolean must = setting.isEmpty() && SettingType.isKnown(component.getType());
        return new SettingDescription(
                names,
                rule,
                setting.map(Setting::byDefault).orElse(""),
                must ? "must be given" : setting.map(Setting::unset).orElse(""),
                component.getDeclaringRecord(),
                component.getName());
    }

    @Override
    public String toString() {
        return names.stream().collect(Collectors.joining(", "));
    }
}
