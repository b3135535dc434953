package io.snapledger.testkit.http;

import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;

/**
 * The one who calls a service in its own tests: every request that has no {@code Authorization} shows the token, and one that changes
 * something is declared as JSON even without a body. {@code given().noFilters()} calls as a stranger.
 */
public final class Caller implements QuarkusTestBeforeEachCallback {

    /** The value of {@code snapledger.access.token} in tests, see microprofile-config.properties. */
    public static final String TOKEN = "the-token-of-tests";

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        RestAssured.replaceFiltersWith((request, response, chain) -> {
            if (!request.getHeaders().hasHeaderWithName("Authorization")) {
                request.header("Authorization", "Bearer " + TOKEN);
            }
            if (!request.getMethod().equals("GET") && request.getBody() == null) {
                request.contentType("application/json");
            }
            return chain.next(request, response);
        });
    }
}
