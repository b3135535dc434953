package io.snapledger.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads settings into records: {@code stagingQuota} of the record at {@code snapledger.dump} is {@code snapledger.dump.staging-quota}. What
 * is wrong is collected, so that a person repairs all of it at once.
 */
final class SettingsReader {

    private final SettingsSource source;
    private final List<SettingProblem> problems = new ArrayList<>();

    private SettingsReader(SettingsSource source) {
        this.source = source;
        problems.addAll(source.unknown());
    }

    /** @throws SettingsException with everything that is wrong */
    static <R extends Record> R read(Class<R> type, String prefix, SettingsSource source) {
        SettingsReader reader = new SettingsReader(source);
        R read = reader.read(type, prefix);
        if (!reader.problems.isEmpty()) {
            throw new SettingsException(reader.problems);
        }
        return read;
    }

    /** Nothing, if something of it is wrong. */
    private <R> R read(Class<R> type, String prefix) {
        int before = problems.size();
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = prefix + "." + SettingDescription.nameOf(components[i]);
            try {
                values[i] = value(components[i].getGenericType(), name, components[i].getAnnotation(Setting.class));
            } catch (SettingsException e) {
                problems.addAll(e.problems());
            }
        }
        return problems.size() > before ? null : made(type, prefix, values);
    }

    private <R> R made(Class<R> type, String prefix, Object[] values) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SettingsException refused) {
                refused.problems()
                        .forEach(each -> problems.add(
                                new SettingProblem(prefix + "." + each.setting(), each.fact(), each.hint())));
                return null;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object value(Type type, String name, Setting setting) {
        if (type instanceof Class<?> plain) {
            return plain.isRecord() && !SettingType.isKnown(plain)
                    ? read(plain, name)
                    : single(plain, name, setting).orElseGet(() -> missing(name));
        }
        ParameterizedType parameterized = (ParameterizedType) type;
        Type[] of = parameterized.getActualTypeArguments();
        if (parameterized.getRawType() == Optional.class) {
            return optional((Class<?>) of[0], name, setting);
        } else if (parameterized.getRawType() == Map.class) {
            return map(of[1], name);
        }
        List<?> values = list((Class<?>) of[0], name, setting);
        return parameterized.getRawType() == Set.class ? new LinkedHashSet<>(values) : values;
    }

    private Object missing(String name) {
        problems.add(new SettingProblem(name, "is missing", "set it"));
        return null;
    }

    private Optional<?> optional(Class<?> type, String name, Setting setting) {
        if (type == Secret.class) {
            return secret(name);
        } else if (SettingType.isKnown(type)) {
            return single(type, name, setting);
        }
        return source.below(name + ".").isEmpty() ? Optional.empty() : Optional.ofNullable(read(type, name));
    }

    private Optional<Object> single(Class<?> type, String name, Setting setting) {
        Optional<String> byDefault =
                Optional.ofNullable(setting).map(Setting::byDefault).filter(text -> !text.isEmpty());
        return source.text(name).or(() -> byDefault).map(text -> parsed(type, name, text, setting));
    }

    private static Object parsed(Class<?> type, String name, String text, Setting setting) {
        try {
            return SettingType.of(type).parse(text, setting);
        } catch (IllegalArgumentException e) {
            String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
            throw new SettingsException(List.of(new SettingProblem(
                    name,
                    "is '" + shown + "' but must be " + e.getMessage(),
                    setting == null || setting.byDefault().isEmpty()
                            ? "correct it"
                            : "correct it, or leave it out for " + setting.byDefault())));
        }
    }

    private List<?> list(Class<?> type, String name, Setting setting) {
        List<String> texts = source.texts(name);
        if (texts.isEmpty() && setting != null && !setting.byDefault().isEmpty()) {
            texts = List.of(setting.byDefault());
        }
        return texts.stream().map(text -> parsed(type, name, text, setting)).toList();
    }

    /** By reference or as it is; where several are given, the file counts before the variable of the environment. */
    private Optional<Secret> secret(String name) {
        return source.text(name + "-file")
                .map(Secret::file)
                .or(() -> source.text(name + "-env").map(Secret::environment))
                .or(() -> source.text(name).map(Secret::literal));
    }

    private Map<String, ?> map(Type of, String name) {
        Map<String, Object> map = new TreeMap<>();
        for (String key : source.keys(name + ".")) {
            String plain = key.replace("\"", "");
            if (of == Declared.class) {
                map.put(plain, declared(plain, name + "." + key));
            } else {
                map.put(plain, value(of, name + "." + key, null));
            }
        }
        return map;
    }

    private Declared declared(String name, String place) {
        Optional<String> kind = source.text(place + ".kind");
        if (kind.isEmpty()) {
            problems.add(new SettingProblem(place + ".kind", "is missing", "say of what kind it is"));
        }
        return new Declared(name, kind.orElse(""), place + ".", source);
    }
}
