package io.snapledger.catalog.inbound;

import io.snapledger.catalog.CatalogQuery;
import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.catalog.Cursor;
import io.snapledger.catalog.KaaDate;
import io.snapledger.events.EventType;
import io.snapledger.events.Identities;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a list's query parameters. One that is unknown, repeated or of no sense is refused, never ignored. */
final class QueryParameters {

    private static final Set<String> PAGING = Set.of("since", "until", "limit", "cursor");

    private final Set<Filter> known;
    private final Set<String> states;
    private final boolean paged;

    /**
     * @param known the list's filters
     * @param states the values of its filter `state`
     */
    QueryParameters(Set<Filter> known, Set<String> states) {
        this(known, states, true);
    }

    private QueryParameters(Set<Filter> known, Set<String> states, boolean paged) {
        this.known = known;
        this.states = states;
        this.paged = paged;
    }

    /** For what is followed, not listed: filters only. */
    static QueryParameters filtersOnly(Set<Filter> known) {
        return new QueryParameters(known, Set.of(), false);
    }

    static <E extends Enum<E>> Set<String> words(Class<E> states, Function<E, String> word) {
        return Arrays.stream(states.getEnumConstants()).map(word).collect(Collectors.toCollection(TreeSet::new));
    }

    CatalogQuery read(MultivaluedMap<String, String> parameters) {
        parameters.forEach(this::requireKnown);
        Map<Filter, String> filters = new EnumMap<>(Filter.class);
        for (Filter filter : known) {
            String value = parameters.getFirst(filter.word());
            if (value != null) {
                filters.put(filter, value(filter, value));
            }
        }
        return new CatalogQuery(
                filters,
                instant("since", parameters.getFirst("since")),
                instant("until", parameters.getFirst("until")),
                limit(parameters.getFirst("limit")),
                cursor(parameters.getFirst("cursor")));
    }

    Set<Filter> filters() {
        return known;
    }

    Set<String> states() {
        return states;
    }

    /** Whether it is a list that is read page by page. */
    boolean paged() {
        return paged;
    }

    private void requireKnown(String name, List<String> values) {
        boolean isFilter = known.stream().anyMatch(it -> it.word().equals(name));
        if (!isFilter && !(paged && PAGING.contains(name))) {
            Set<String> all = new TreeSet<>(paged ? PAGING : Set.of());
            known.forEach(it -> all.add(it.word()));
            throw CatalogProblem.badRequest(
                    "parameter '" + shown(name) + "' is not known", "use " + String.join(", ", all));
        }
        if (values.size() > 1) {
            throw CatalogProblem.badRequest(
                    "parameter '" + name + "' is given " + values.size() + " times", "give it once");
        }
    }

    private String value(Filter filter, String value) {
        return switch (filter) {
            case PLAN, STORE, REPOSITORY -> require(filter, value, Identities.isName(value), "a name such as nightly");
            case BACKUP ->
                require(filter, value, Identities.isBackup(value), "an id such as 20261121t000000z-abcdefghij");
            case SNAPSHOT ->
                require(
                        filter,
                        value,
                        Identities.isSnapshot(value),
                        "an id such as 20261121t000000z-abcdefghij-klmnop");
            case KIND -> require(filter, value, value.matches("[a-z0-9-]{1,40}"), "a kind such as postgresql");
            case STATE -> require(filter, value, states.contains(value), String.join(", ", states));
            case TYPE -> type(value);
            case RESTORE, SUBJECT -> require(filter, value, !value.isBlank() && value.length() <= 256, "an id");
        };
    }

    private static String type(String value) {
        return Arrays.stream(EventType.values())
                .filter(it -> it.topic().equals(value) || it.ceType().equals(value))
                .map(EventType::ceType)
                .findFirst()
                .orElseThrow(() -> invalid("type", value, "a type such as dump.completed"));
    }

    private static String require(Filter filter, String value, boolean right, String allowed) {
        if (!right) {
            throw invalid(filter.word(), value, allowed);
        }
        return value;
    }

    private static Instant instant(String name, String value) {
        if (value == null) {
            return null;
        }
        try {
            return KaaDate.parse(value)
                    .orElseGet(() -> OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException e) {
            throw invalid(name, value, "RFC 3339 such as 2026-11-21T00:00:00Z, or DD-MM-YYYY-hh-mm-ss in UTC");
        }
    }

    private static int limit(String value) {
        if (value == null) {
            return CatalogQuery.DEFAULT_LIMIT;
        }
        if (!value.matches("[0-9]{1,4}")
                || Integer.parseInt(value) < 1
                || Integer.parseInt(value) > CatalogQuery.MAX_LIMIT) {
            throw invalid("limit", value, "1 to " + CatalogQuery.MAX_LIMIT);
        }
        return Integer.parseInt(value);
    }

    private static Cursor cursor(String value) {
        try {
            return value == null ? null : Cursor.parse(value);
        } catch (IllegalArgumentException e) {
            throw invalid("cursor", value, "the `next` of the page before");
        }
    }

    static CatalogProblem invalid(String name, String value, String allowed) {
        return CatalogProblem.badRequest(name + " is '" + shown(value) + "'", "use " + allowed);
    }

    static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
    }
}
