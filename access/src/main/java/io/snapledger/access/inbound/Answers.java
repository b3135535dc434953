package io.snapledger.access.inbound;

import io.snapledger.access.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** What is said to a request that is not heard. */
final class Answers {

    private Answers() {}

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
