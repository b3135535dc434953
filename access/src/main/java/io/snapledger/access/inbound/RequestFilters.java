package io.snapledger.access.inbound;

import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.snapledger.access.Manners;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What happens to a request before and after it is known who sent it, and before anybody works on it. */
@ApplicationScoped
public class RequestFilters {

    /** Before authentication, which Quarkus does at 200. */
    private static final int BEFORE_AUTHENTICATION = 300;

    /** After authorization, which Quarkus does at 100: nobody's body is read before he is let in. */
    private static final int AFTER_AUTHORIZATION = 50;

    private final Manners manners;

    RequestFilters(Manners manners) {
        this.manners = manners;
    }

    void register(@Observes Filters filters, VertxHttpConfig http) {
        filters.register(this::mind, BEFORE_AUTHENTICATION);
        BodyHandler bodies = BodyHandler.create(false);
        http.limits().maxBodySize().ifPresent(most -> bodies.setBodyLimit(most.asLongValue()));
        filters.register(context -> gather(context, bodies), AFTER_AUTHORIZATION);
        filters.register(RequestFilters::gathered, AFTER_AUTHORIZATION - 1);
    }

    private void mind(RoutingContext context) {
        HttpServerRequest request = context.request();
        manners.problem(new Manners.Request(
                        request.method().name(),
                        request.path(),
                        request.localAddress().hostAddress(),
                        request.localAddress().port(),
                        request.getHeader(HttpHeaders.HOST),
                        request.getHeader(HttpHeaders.ORIGIN),
                        request.getHeader("Sec-Fetch-Site"),
                        request.getHeader(HttpHeaders.CONTENT_TYPE)))
                .ifPresentOrElse(problem -> Answers.end(context, problem), context::next);
    }

    /** Bodies are waited for by nobody: a worker thread gets a request when all of it is there. */
    private static void gather(RoutingContext context, BodyHandler bodies) {
        if (isGathered(context)) {
            bodies.handle(context);
        } else {
            context.next();
        }
    }

    /** Vert.x takes an empty body for none; whoever reads it then would wait for its end, which has been. */
    private static void gathered(RoutingContext context) {
        if (context.body().buffer() == null && isGathered(context)) {
            ((RoutingContextInternal) context).setBody(Buffer.buffer());
        }
        context.next();
    }

    private static boolean isGathered(RoutingContext context) {
        HttpMethod method = context.request().method();
        return !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD);
    }
}
