package io.snapledger.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The adversary is a page of a stranger in the browser of somebody who may call. */
class MannersTest {

    private final Manners manners = new Manners(Set.of("backup.example", "proxy.example:8443"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8080",
                "localhost:8080",
                "LOCALHOST:8080",
                "[::1]:8080",
                "127.0.0.2:8080",
                "10.1.2.3:8080",
                "backup.example",
                "backup.example:80",
                "proxy.example:8443"
            })
    void ourOwnNamesAreHeard(String host) {
        assertThat(problem("GET", "/api/plans", host, null, null, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1",
                "127.0.0.1:8081",
                "127.0.0.1.evil.example:8080",
                "localhost.evil.example:8080",
                "evil.example:8080@127.0.0.1:8080",
                "10.1.2.4:8080",
                "proxy.example",
                "xlocalhost:8080",
                "[::1]:8081",
                "[::1",
                ":8080",
                ""
            })
    void otherNamesAreNot(String host) {
        assertThat(problem("GET", "/api/plans", host, null, null, null)).hasValue(421);
    }

    @Test
    void aRequestWithoutANameIsNotHeard() {
        assertThat(problem("GET", "/q/health", null, null, null, null)).hasValue(421);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    http://127.0.0.1:8080 | -           | -
                    http://127.0.0.1:8080 | same-origin | -
                    -                     | none        | -
                    null                  | -           | 403
                    http://localhost:8080 | -           | 403
                    http://127.0.0.1:8081 | -           | 403
                    http://127.0.0.1      | -           | 403
                    http://evil.example   | same-origin | 403
                    -                     | same-site   | 403
                    -                     | cross-site  | 403
                    ''                    | -           | 403
                    """, delimiter = '|')
    void whatAnotherSiteHasCausedChangesNothing(String origin, String site, Integer expected) {
        assertThat(problem("POST", "/api/backups", "127.0.0.1:8080", origin, site, "application/json"))
                .isEqualTo(Optional.ofNullable(expected));
        assertThat(problem("DELETE", "/api/x", "127.0.0.1:8080", origin, site, "application/json"))
                .isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "application/cloudevents+json"})
    void jsonChangesThings(String type) {
        assertThat(problem("POST", "/events", "127.0.0.1:8080", null, null, type))
                .isEmpty();
    }

    /** What a form, or a fetch without a preflight request, can send. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=application/json",
                "text/plain; application/json",
                "application/jsonp",
                ""
            })
    void nothingElseDoes(String type) {
        assertThat(problem("POST", "/events", "127.0.0.1:8080", null, null, type))
                .hasValue(415);
        assertThat(problem("POST", "/events", "127.0.0.1:8080", null, null, null))
                .hasValue(415);
    }

    private Optional<Integer> problem(
            String method, String path, String host, String origin, String site, String type) {
        return manners.problem(new Manners.Request(method, path, "10.1.2.3", 8080, host, origin, site, type))
                .map(Problem::status);
    }
}
