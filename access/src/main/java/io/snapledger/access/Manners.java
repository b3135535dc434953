package io.snapledger.access;

import io.snapledger.events.Nullable;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a request must look like to be heard, whoever sends it. A page of a stranger, opened in the browser of somebody who may reach
 * the services, can send requests: to our address under a name of its own (DNS rebinding), or as a form. None of them gets through here.
 */
public final class Manners {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|\\[::1]|127(\\.[0-9]{1,3}){3}");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    /** Values of Sec-Fetch-Site (Fetch Metadata) of a request that no other site has caused. */
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private static final Set<String> JSON = Set.of("application/json", "application/cloudevents+json");

    private final Set<String> names;

    /** @param names further names that the service is known by, as {@code host} or {@code host:port} */
    public Manners(Set<String> names) {
        this.names =
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(java.util.stream.Collectors.toSet());
    }

    /**
     * A request as far as it matters here.
     *
     * @param method of HTTP
     * @param path without query
     * @param arrivedAt the address of ours that the connection was made to, as it stands in a URL
     * @param port of ours
     * @param host header Host
     * @param origin header Origin
     * @param fetchSite header Sec-Fetch-Site
     * @param contentType header Content-Type
     */
    public record Request(
            String method,
            String path,
            String arrivedAt,
            int port,
            @Nullable String host,
            @Nullable String origin,
            @Nullable String fetchSite,
            @Nullable String contentType) {}

    /** Why a request is not heard; nothing if it is. */
    public Optional<Problem> problem(Request request) {
        if (request.host() == null || !isOurs(request.host(), request)) {
            return Optional.of(new Problem(
                    421,
                    "unknown-host",
                    "this service does not answer to the name in the header Host",
                    "use an address with 127.0.0.1, or add the name to snapledger.access.hosts"));
        }
        if (READING.contains(request.method())) {
            return Optional.empty();
        }
        if (isOfAnotherSite(request)) {
            return Optional.of(new Problem(
                    403,
                    "another-site",
                    "a page of another site has caused this request",
                    "send it from a program, or from a page of this service"));
        }
        if (isPublic(request.path()) && !isJson(request.contentType())) {
            return Optional.of(new Problem(
                    415,
                    "unsupported-media-type",
                    "the content is not declared as JSON",
                    "send Content-Type: application/json, or application/cloudevents+json, also without a body"));
        }
        return Optional.empty();
    }

    private boolean isOurs(String authority, Request request) {
        String name = authority.toLowerCase(Locale.ROOT);
        if (names.contains(name)) {
            return true;
        }
        int colon = name.lastIndexOf(':');
        boolean hasPort = colon > name.lastIndexOf(']');
        String host = hasPort ? name.substring(0, colon) : name;
        String port = hasPort ? name.substring(colon + 1) : "80";
        return names.contains(host)
                || port.equals(Integer.toString(request.port()))
                        && (LOOPBACK.matcher(host).matches() || host.equals(request.arrivedAt()));
    }

    private boolean isOfAnotherSite(Request request) {
        if (request.fetchSite() != null && !OWN_SITE.contains(request.fetchSite())) {
            return true;
        }
        String origin = request.origin();
        if (origin == null) {
            return false;
        }
        int slashes = origin.indexOf("://");
        return slashes < 0 || !origin.substring(slashes + 3).equalsIgnoreCase(request.host());
    }

    /** Other paths are of the services among themselves: what they send is not JSON, and no page can send their token. */
    private static boolean isPublic(String path) {
        return !path.startsWith("/internal/") && !path.startsWith("/segments/");
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return JSON.contains(type.strip().toLowerCase(Locale.ROOT));
    }
}
