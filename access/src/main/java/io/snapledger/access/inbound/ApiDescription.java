package io.snapledger.access.inbound;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * What holds for every endpoint of every service, said once in the OpenAPI document: how a caller shows who it is, what an error looks
 * like, and which errors come before an endpoint is reached. What services tell each other is left out.
 */
@OpenApiFilter(value = OpenApiFilter.RunStage.RUN, priority = 0)
public final class ApiDescription implements OASFilter {

    /** The name of the scheme, see {@code quarkus.smallrye-openapi.security-scheme-name}. */
    static final String TOKEN = "token";

    private static final String PROBLEM = "Problem";
    private static final String JSON = "application/json";
    private static final List<String> INTERNAL = List.of("/internal", "/segments");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        hideInternalPaths(api);
        describe(api);
        api.getPaths().getPathItems().values().forEach(ApiDescription::describe);
    }

    private static void hideInternalPaths(OpenAPI api) {
        List.copyOf(api.getPaths().getPathItems().keySet()).stream()
                .filter(path -> INTERNAL.stream().anyMatch(path::startsWith))
                .forEach(api.getPaths()::removePathItem);
    }

    private static void describe(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        api.getComponents().addSchema(PROBLEM, problem());
        api.getComponents()
                .addSecurityScheme(
                        TOKEN,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description(
                                        "The content of the file that snapledger.access.token-file names. Who has it"
                                                + " has the role admin, which includes viewer, operator and restorer."));
    }

    private static Schema problem() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("Why a request was not done; docs/errors.md lists the codes.")
                .addProperty("code", text("one word for machines"))
                .addProperty("message", text("the fact, with values"))
                .addProperty("hint", text("what to do"))
                .addProperty(
                        "choices",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .items(text("an id"))
                                .description("ids to choose from, where several match"))
                .required(List.of("code", "message", "hint"))
                .examples(List.of(new TreeMap<>(Map.of(
                        "code",
                        "unknown-plan",
                        "message",
                        "there is no plan 'nigthly'",
                        "hint",
                        "the plans are [nightly]"))));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }

    private static void describe(PathItem path) {
        path.getOperations().forEach((method, operation) -> {
            boolean takesBody = operation.getRequestBody() != null;
            boolean changes = method != PathItem.HttpMethod.GET && method != PathItem.HttpMethod.HEAD;
            if (takesBody || has(operation, Parameter.In.QUERY)) {
                error(operation, "400", "the request cannot be meant: the message says why");
            }
            error(operation, "401", "the token is missing or another");
            error(
                    operation,
                    "403",
                    changes ? "the role is missing, or a page of another site asks" : "the role is missing");
            if (has(operation, Parameter.In.PATH)) {
                error(operation, "404", "there is nothing of this name");
            }
            if (changes) {
                error(operation, "415", "the content is not declared as JSON");
            }
            operation.getResponses().getAPIResponses().forEach(ApiDescription::asProblem);
        });
    }

    private static boolean has(Operation operation, Parameter.In place) {
        return Optional.ofNullable(operation.getParameters()).stream()
                .flatMap(List::stream)
                .anyMatch(parameter -> parameter.getIn() == place);
    }

    /** Words of the endpoint itself count more; those that Quarkus makes up count less. */
    private static void error(Operation operation, String status, String description) {
        APIResponse known = operation.getResponses().getAPIResponse(status);
        if (known == null) {
            operation
                    .getResponses()
                    .addAPIResponse(status, OASFactory.createAPIResponse().description(description));
        } else if (status.equals("401") || status.equals("403")) {
            known.setDescription(description);
        }
    }

    private static void asProblem(String status, APIResponse response) {
        if (status.compareTo("400") >= 0 && response.getContent() == null) {
            Content content = OASFactory.createContent();
            content.addMediaType(
                    JSON,
                    OASFactory.createMediaType()
                            .schema(OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM)));
            response.setContent(content);
        }
    }
}
