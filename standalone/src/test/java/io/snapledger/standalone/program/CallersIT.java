package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.access.Roles;
import io.snapledger.events.broker.FreePort;
import io.snapledger.standalone.program.Endpoints.Endpoint;
import io.snapledger.standalone.program.HandmadeRequest.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every call has a caller. The adversaries: another user of the machine, who reaches the loopback and reads what is not private; a page in
 * the browser of somebody who may call; whoever opens connections and sends next to nothing.
 */
class CallersIT {

    private static final String BACKUP = "{\"plan\":\"default\"}";
    private static final Duration SOON = Duration.ofSeconds(1);

    @TempDir
    static Path work;

    private static Program program;
    private static Program.Running services;
    private static int port;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        Path tree = Files.createDirectories(work.resolve("tree"));
        Files.writeString(tree.resolve("file"), "content");
        port = FreePort.choose();
        Files.writeString(
                Files.createDirectories(work.resolve("user/config")).resolve("application.properties"), named());
        program = new Program(work.resolve("user"), Map.of("SNAPLEDGER_URL", "http://127.0.0.1:" + port));
        services = program.begin("sh -c 'umask 000; exec snapledger up --data-dir ../data --port " + port
                + " --kafka-port 0 --store project=files:" + tree + "'");
        await().atMost(Duration.ofSeconds(120)).pollInterval(SOON).until(() -> {
            assertThat(services.process().isAlive())
                    .describedAs(services.said())
                    .isTrue();
            return program.run("snapledger status").exit() == 0;
        });
        token = Files.readString(work.resolve("data/access-token")).strip();
    }

    @AfterAll
    static void stop() throws Exception {
        services.process().destroy();
        if (!services.process().waitFor(60, TimeUnit.SECONDS)) {
            services.process().destroyForcibly().waitFor();
        }
    }

    @Test
    void everyEndpointOfEveryServiceNeedsAToken() throws Exception {
        List<Endpoint> endpoints = Endpoints.all();
        assertThat(endpoints).hasSizeGreaterThan(30);

        for (Endpoint endpoint : endpoints) {
            if (endpoint.path().equals("/login/x")) {
                continue; // what it wants instead is tried below
            }
            assertThat(endpoint.namesARole())
                    .describedAs("a role at " + endpoint)
                    .isTrue();
            for (String shown : List.of("", "Bearer " + "0".repeat(64), "Basic YWRtaW46YWRtaW4=", token)) {
                HandmadeRequest request =
                        request(endpoint.verb(), endpoint.path()).body("application/json", "{}");
                Answer answer = (shown.isEmpty() ? request : request.header("Authorization", shown)).send();
                assertThat(answer.status())
                        .describedAs(endpoint + " with '" + shown + "'")
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void whatIsNotDeclaredOpenIsClosed() throws Exception {
        for (String path : List.of(
                "/",
                "/whatever",
                "/q/arc",
                "/q/dev",
                "/api",
                "/api/",
                "//api/plans",
                "/q/../api/plans",
                "/q/health/../../api/plans")) {
            assertThat(request("GET", path).send().status()).describedAs(path).isIn(400, 401);
        }
        for (String path : List.of("/q/health", "/q/health/ready", "/q/health/live", "/q/metrics", "/q/openapi")) {
            assertThat(request("GET", path).send().status()).describedAs(path).isEqualTo(200);
        }
    }

    @Test
    void whoIsNotLetInIsToldHowAndWhereTheTokenLies() throws Exception {
        Answer answer = request("GET", "/api/plans").send();

        assertThat(answer.text())
                .contains("token_file=\"" + work.resolve("data/access-token") + "\"")
                .contains("\"code\":\"unauthorized\"")
                .contains("\"hint\":")
                .doesNotContain(token);
        assertThat(known("GET", "/api/plans").send().status()).isEqualTo(200);
    }

    @Test
    void theTokenOfTheServicesOpensNothingOfPeopleAndTheOtherWayRound() throws Exception {
        String internal = Files.readString(work.resolve("data/service-token")).strip();

        assertThat(request("GET", "/api/plans")
                        .header("Authorization", "Bearer " + internal)
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(known("GET", "/segments/x/y/1").send().status()).isEqualTo(403);
    }

    /** Each with a token that is its name eight times. */
    private static String named() {
        return Stream.of(Roles.VIEWER, Roles.OPERATOR, Roles.RESTORER, Roles.ADMIN)
                .map(role -> "snapledger.access.callers." + role + ".token=" + role.repeat(8) + "\n"
                        + "snapledger.access.callers." + role + ".roles=" + role + "\n")
                .collect(Collectors.joining());
    }

    /** Caller x endpoint. What is allowed is asked for with a body that no endpoint takes, so that nothing happens. */
    @Test
    void everyCallerReachesWhatTheirRoleIsForAndNothingElse() throws Exception {
        Map<String, Set<String>> callers = Map.of(
                Roles.VIEWER, Set.of(Roles.VIEWER),
                Roles.OPERATOR, Set.of(Roles.VIEWER, Roles.OPERATOR),
                Roles.RESTORER, Set.of(Roles.VIEWER, Roles.RESTORER),
                Roles.ADMIN, Set.of(Roles.VIEWER, Roles.OPERATOR, Roles.RESTORER, Roles.ADMIN));
        int refused = 0;
        for (Endpoint endpoint : Endpoints.ofOneProcess()) {
            if (endpoint.path().equals("/login/x")) {
                continue;
            }
            for (Map.Entry<String, Set<String>> caller : callers.entrySet()) {
                boolean allowed = endpoint.roles().stream().anyMatch(caller.getValue()::contains);
                if (allowed && (endpoint.path().endsWith("/rebuild") || endpoint.streams())) {
                    continue; // the one takes no body and works for a while, the other has no end
                }
                int status = request(endpoint.verb(), endpoint.path())
                        .header("Authorization", "Bearer " + caller.getKey().repeat(8))
                        .body("application/json", "[")
                        .send()
                        .status();
                assertThat(status == 403)
                        .describedAs(caller.getKey() + " at " + endpoint + ": " + status)
                        .isEqualTo(!allowed);
                assertThat(status)
                        .describedAs(caller.getKey() + " at " + endpoint)
                        .isNotEqualTo(401);
                refused += allowed ? 0 : 1;
                assertThat(caller.getKey().equals(Roles.VIEWER)
                                && allowed
                                && !endpoint.verb().equals("GET"))
                        .describedAs("a viewer changes something at " + endpoint)
                        .isFalse();
            }
        }
        assertThat(refused).isGreaterThan(30);
    }

    /** Where one endpoint takes what is for several services, the event decides. */
    @Test
    void anEventNeedsTheRoleOfWhatItAsksFor() throws Exception {
        String event =
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/tests\",\"type\":\"io.snapledger.%s.v1\",\"data\":{%s}}";
        String backup = event.formatted("backup.triggered", "\"plan\":\"none\"");
        String restore = event.formatted("restore.requested", "\"from\":\"latest\",\"dryRun\":true");

        for (String role : List.of(Roles.OPERATOR, Roles.RESTORER)) {
            assertThat(sent(role, backup)).isEqualTo(role.equals(Roles.OPERATOR) ? 400 : 403); // there is no such plan
            assertThat(sent(role, restore)).isEqualTo(role.equals(Roles.RESTORER) ? 202 : 403);
        }
    }

    private static int sent(String role, String event) throws Exception {
        return request("POST", "/events")
                .header("Authorization", "Bearer " + role.repeat(8))
                .body("application/cloudevents+json", event)
                .send()
                .status();
    }

    @Test
    void aBrowserIsLetInOnceByTheAddressThatIsPrinted() throws Exception {
        for (String said : List.of(
                Files.readString(services.out()),
                program.run("snapledger login").out())) {
            Matcher printed = Pattern.compile("http://127.0.0.1:" + port + "(/login/[A-Za-z0-9_-]{43})")
                    .matcher(said);
            assertThat(printed.find()).describedAs(said).isTrue();

            Answer first = request("GET", printed.group(1)).send();
            Answer second = request("GET", printed.group(1)).send();

            assertThat(first.status()).isEqualTo(303);
            assertThat(first.text())
                    .contains("HttpOnly", "SameSite=Strict")
                    .containsIgnoringCase("Referrer-Policy: no-referrer");
            assertThat(second.status()).isEqualTo(403);
            assertThat(second.text()).doesNotContainIgnoringCase("Set-Cookie");
            Matcher cookie = Pattern.compile("(?i)set-cookie: ([^;]+)").matcher(first.text());
            assertThat(cookie.find()).isTrue();
            assertThat(request("GET", "/api/plans")
                            .header("Cookie", cookie.group(1))
                            .send()
                            .status())
                    .isEqualTo(200);
            assertThat(request("GET", "/api/plans")
                            .header("Cookie", cookie.group(1) + "x")
                            .send()
                            .status())
                    .isEqualTo(401);
            assertThat(request("POST", "/api/backups")
                            .header("Cookie", cookie.group(1))
                            .header("Origin", "http://evil.example")
                            .body("application/json", BACKUP)
                            .send()
                            .status())
                    .isEqualTo(403);
        }
    }

    /** Even where the browser shows the token, as a proxy or an extension might make it. */
    @Test
    void aPageOfAStrangerBringsNothingAbout() throws Exception {
        String before = known("GET", "/api/events").send().text();

        for (String type :
                List.of("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "")) {
            assertThat(known("POST", "/api/backups").body(type, BACKUP).send().status())
                    .describedAs(type)
                    .isEqualTo(415);
            assertThat(known("POST", "/events").body(type, BACKUP).send().status())
                    .isEqualTo(415);
            assertThat(known("POST", "/api/restores/x/cancel")
                            .body(type, "")
                            .send()
                            .status())
                    .isEqualTo(415);
        }
        for (String host : List.of(
                "evil.example",
                "evil.example:" + port,
                "127.0.0.1",
                "127.0.0.1:1",
                "127.0.0.1.evil.example:" + port,
                "localhost:" + port + ".evil")) {
            assertThat(known("POST", "/api/backups")
                            .header("Host", host)
                            .body("application/json", BACKUP)
                            .send()
                            .status())
                    .describedAs(host)
                    .isIn(400, 421);
            assertThat(known("GET", "/q/health").header("Host", host).send().status())
                    .isIn(400, 421);
        }
        for (String origin :
                List.of("null", "http://evil.example", "http://127.0.0.1:" + (port + 1), "http://localhost:" + port)) {
            assertThat(known("POST", "/api/backups")
                            .header("Origin", origin)
                            .body("application/json", BACKUP)
                            .send()
                            .status())
                    .describedAs(origin)
                    .isEqualTo(403);
        }
        for (String site : List.of("cross-site", "same-site")) {
            assertThat(known("POST", "/api/backups")
                            .header("Sec-Fetch-Site", site)
                            .body("application/json", BACKUP)
                            .send()
                            .status())
                    .isEqualTo(403);
        }
        Answer preflight = known("OPTIONS", "/api/backups")
                .header("Origin", "http://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .send();
        assertThat(preflight.text()).doesNotContainIgnoringCase("Access-Control-Allow");
        assertThat(request("GET", "/q/health")
                        .header("Host", "localhost:" + port)
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(body(known("GET", "/api/events").send().text())).isEqualTo(body(before));
    }

    /** However no body is said: a worker that waited for it would be held for as long as the caller likes. */
    @Test
    void noBodyIsWaitedForWhereThereIsNone() throws Exception {
        assertThat(known("POST", "/api/backups/x/cancel")
                        .body("application/json", "")
                        .send()
                        .status())
                .isEqualTo(400);
        assertThat(known("POST", "/api/backups/x/cancel")
                        .body("application/json", "0\r\n\r\n")
                        .header("Transfer-Encoding", "chunked")
                        .send()
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        assertThat(known("POST", "/api/backups")
                        .body("application/json", " ".repeat(300_000) + BACKUP)
                        .send()
                        .status())
                .isEqualTo(413);
    }

    @Test
    void whatTheServicesWriteIsPrivateWhateverTheUmask() throws Exception {
        assertThat(program.run("snapledger backup create --wait").exit()).isZero();

        try (Stream<Path> all =
                Stream.concat(Files.walk(work.resolve("data")), Stream.of(work.resolve("data.recovery-key")))) {
            assertThat(all.filter(CallersIT::isOpenToOthers)).isEmpty();
        }
    }

    @Test
    void twoThousandSlowCallersAndTwoHundredSlowBodiesHoldNobodyUp() throws Exception {
        holdsNobodyUp(2_000, 200);
    }

    @Tag("load")
    @Test
    void tenThousandSlowCallersHoldNobodyUp() throws Exception {
        holdsNobodyUp(10_000, 200);
    }

    private static void holdsNobodyUp(int callers, int bodies) throws Exception {
        try (SlowCallers slow = SlowCallers.open(port, token, callers, bodies)) {
            long worst = 0;
            for (int second = 0; second < 8; second++) {
                slow.trickle();
                long next = System.nanoTime() + SOON.toNanos();
                do {
                    worst = Math.max(worst, nanos(known("GET", "/api/plans"), 200));
                    worst = Math.max(
                            worst, nanos(known("POST", "/api/backups/x/cancel").body("application/json", "{}"), 400));
                } while (System.nanoTime() < next);
            }
            System.out.printf(
                    "beside %d slow callers and %d slow bodies a request took at most %d ms%n",
                    callers, bodies, Duration.ofNanos(worst).toMillis());
            assertThat(Duration.ofNanos(worst)).isLessThan(SOON);
        }
    }

    private static long nanos(HandmadeRequest request, int expected) throws IOException {
        long began = System.nanoTime();
        assertThat(request.send().status()).isEqualTo(expected);
        return System.nanoTime() - began;
    }

    private static boolean isOpenToOthers(Path path) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            return !Files.isSymbolicLink(path)
                    && permissions.stream().anyMatch(it -> !it.name().startsWith("OWNER"));
        } catch (java.nio.file.NoSuchFileException e) {
            return false; // what is in motion
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static HandmadeRequest request(String method, String path) {
        return new HandmadeRequest(port, method, path);
    }

    private static HandmadeRequest known(String method, String path) {
        return request(method, path).header("Authorization", "Bearer " + token);
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n"));
    }
}
