package io.snapledger.stores.etcd;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a member tells of itself and of its cluster. */
final class Cluster {

    private static final Pattern VERSION = Pattern.compile("\\d{1,4}(\\.\\d{1,4}){2}[-+.A-Za-z0-9]{0,40}");
    private static final int MOST_MEMBERS = 50;

    private final Gateway gateway;
    private final JsonNode status;
    private final String version;

    private Cluster(Gateway gateway, JsonNode status, String version) {
        this.gateway = gateway;
        this.status = status;
        this.version = version;
    }

    /** @throws StoreException {@code VERSION} if it is older than 3.4; {@code UNREACHABLE} if it is no etcd */
    static Cluster of(Gateway gateway) throws StoreException {
        String version = gateway.get("/version")
                .map(answer -> answer.path("etcdserver").asText())
                .orElse("");
        if (!VERSION.matcher(version).matches()) {
            throw gateway.failures().strange("it tells no version", null);
        }
        if (version.startsWith("2.") || version.matches("3\\.[0-3]\\..*")) {
            throw new StoreException(
                    Reason.VERSION, "the member has etcd " + version + ", older than 3.4", "upgrade the cluster");
        }
        return new Cluster(gateway, gateway.ask("/v3/maintenance/status", Map.of()), version);
    }

    /** e.g. {@code 3.4.23}. */
    String version() {
        return version;
    }

    /** Bytes that its database has on disk. */
    long bytes() {
        return number(status, "dbSize");
    }

    long bytesInUse() {
        return number(status, "dbSizeInUse");
    }

    /** How many bytes it may have; empty where versions before 3.6 do not say it. */
    Optional<Long> quota() {
        return Optional.of(number(status, "dbSizeQuota")).filter(quota -> quota > 0);
    }

    boolean hasLeader() {
        return number(status, "leader") != 0;
    }

    /** Names that were armed, e.g. {@code NOSPACE}. */
    List<String> alarms() throws StoreException {
        List<String> alarms = new ArrayList<>();
        for (JsonNode each : gateway.ask("/v3/maintenance/alarm", Map.of()).path("alarms")) {
            String alarm = gateway.failures().shown(each.path("alarm").asText());
            if (!alarms.contains(alarm) && alarms.size() < MOST_MEMBERS) {
                alarms.add(alarm);
            }
        }
        return alarms;
    }

    /** Facts that are told with a snapshot and never compared. */
    SortedMap<String, String> details() throws StoreException {
        SortedMap<String, String> details = new TreeMap<>();
        JsonNode header = status.path("header");
        details.put("cluster/id", Long.toUnsignedString(number(header, "cluster_id"), 16));
        details.put("cluster/member", Long.toUnsignedString(number(header, "member_id"), 16));
        details.put("raft/index", Long.toString(number(status, "raftIndex")));
        details.put("raft/term", Long.toString(number(status, "raftTerm")));
        details.put("cluster/members", String.join(",", members()));
        details.put("alarms", String.join(",", alarms()));
        return details;
    }

    private List<String> members() throws StoreException {
        List<String> members = new ArrayList<>();
        for (JsonNode each : gateway.ask("/v3/cluster/member/list", Map.of()).path("members")) {
            if (members.size() < MOST_MEMBERS) {
                members.add(gateway.failures().shown(each.path("name").asText()));
            }
        }
        members.sort(null);
        return members;
    }

    /** How many keys there were at a revision, by the cluster's own index; empty if it has forgotten that revision. */
    Optional<Long> keysAt(long revision) throws StoreException {
        try {
            JsonNode answer = gateway.ask(
                    "/v3/kv/range",
                    Map.of(
                            "key",
                            "AA==",
                            "range_end",
                            "AA==",
                            "count_only",
                            true,
                            "revision",
                            Long.toString(revision)));
            return Optional.of(number(answer, "count"));
        } catch (StoreException e) {
            if (e.reason() == Reason.UNSTABLE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** How many there are of the older kind of keys, which no snapshot holds; 0 where that API is switched off. */
    long keysOfVersion2() throws StoreException {
        return gateway.get("/v2/keys/", Cluster::nodes).orElse(0L);
    }

    /** Counts {@code {"node":{"nodes":[{…},…]}}}, however many they are. */
    private static long nodes(InputStream answer) throws IOException {
        try (JsonParser parser = Gateway.JSON.createParser(answer)) {
            long count = 0;
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                count += token == JsonToken.START_OBJECT && depth == 3 ? 1 : 0;
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            return count;
        }
    }

    /** A number, which JSON from protobuf writes as a text; 0 where there is none. */
    static long number(JsonNode object, String name) {
        String text = object.path(name).asText();
        try {
            return text.isEmpty() ? 0 : text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
