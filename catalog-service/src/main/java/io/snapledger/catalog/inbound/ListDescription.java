package io.snapledger.catalog.inbound;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.snapledger.catalog.CatalogQuery;
import io.snapledger.catalog.CatalogQuery.Filter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Puts the parameters of the lists into the OpenAPI document: those that the lists read, so that both are the same. */
@OpenApiFilter(OpenApiFilter.RunStage.RUN)
public final class ListDescription implements OASFilter {

    private static final Map<String, QueryParameters> LISTS = Map.of(
            "listBackups", BackupsResource.PARAMETERS,
            "listSnapshots", SnapshotsResource.PARAMETERS,
            "listRestores", RestoresResource.PARAMETERS,
            "listMissedRuns", MissedRunsResource.PARAMETERS,
            "listEvents", EventsResource.PARAMETERS,
            "streamEvents", EventsResource.FOLLOWED);

    @Override
    public Operation filterOperation(Operation operation) {
        Optional.ofNullable(operation.getOperationId()).map(LISTS::get).ifPresent(parameters -> described(parameters)
                .forEach(operation::addParameter));
        return operation;
    }

    private static List<Parameter> described(QueryParameters of) {
        List<Parameter> all = new ArrayList<>();
        of.filters().stream()
                .sorted()
                .map(filter -> described(filter, of.states()))
                .forEach(all::add);
        if (of.paged()) {
            String time = "RFC 3339, or DD-MM-YYYY-hh-mm-ss in UTC";
            all.add(parameter("since", "of this time or later: " + time, text(), "2026-11-21T00:00:00Z"));
            all.add(parameter("until", "before this time: " + time, text(), "2026-11-22T00:00:00Z"));
            all.add(parameter(
                    "limit",
                    "most rows of a page",
                    OASFactory.createSchema()
                            .addType(SchemaType.INTEGER)
                            .minimum(BigDecimal.ONE)
                            .maximum(BigDecimal.valueOf(CatalogQuery.MAX_LIMIT))
                            .defaultValue(CatalogQuery.DEFAULT_LIMIT),
                    20));
            all.add(parameter("cursor", "`next` of the page before; absent for the first one", text(), null));
        }
        return all;
    }

    private static Parameter described(Filter filter, Set<String> states) {
        Schema schema = filter == Filter.STATE ? text().enumeration(new ArrayList<>(states)) : text();
        return parameter(filter.word(), "only of this " + filter.word(), schema, example(filter, states));
    }

    private static String example(Filter filter, Set<String> states) {
        return switch (filter) {
            case PLAN -> "nightly";
            case STORE -> "shop";
            case REPOSITORY -> "main";
            case KIND -> "postgresql";
            case STATE -> states.iterator().next();
            case BACKUP -> "20261121t000000z-abcdefghij";
            case SNAPSHOT -> "20261121t000000z-abcdefghij-klmnop";
            case RESTORE -> "r-abcdefghijklmnop";
            case TYPE -> "dump.completed";
            case SUBJECT -> "stores/shop";
        };
    }

    private static Parameter parameter(String name, String description, Schema schema, Object example) {
        return OASFactory.createParameter()
                .in(Parameter.In.QUERY)
                .name(name)
                .description(description)
                .schema(schema)
                .example(example);
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
