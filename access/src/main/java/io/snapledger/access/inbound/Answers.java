package io.snapledger.access.inbound;

import io.snapledger.access.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** What is said to a request that is not heard. */
final class Answers {

    private static final String NOTED = Problem.class.getName();

    private Answers() {}

    /** Keeps what a request will be told when it is refused. */
    static void note(RoutingContext context, Problem problem) {
        context.put(NOTED, problem);
    }

    /** What was noted. */
    static Optional<Problem> problem(RoutingContext context) {
        return Optional.ofNullable(context.get(NOTED));
    }

    static void end(RoutingContext context, Problem problem) {
        context.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(new JsonObject()
                        .put("code", problem.code())
                        .put("message", problem.message())
                        .put("hint", problem.hint())
                        .encode());
    }
}
