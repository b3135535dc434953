package io.snapledger.stores.etcd;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.snapledger.stores.Cancellation;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a member through its gateway: gRPC as JSON over HTTP (etcd: "gRPC gateway", {@code /v3/…}). A token that a member has forgotten is
 * got anew once for a question; refused credentials are never shown twice.
 */
final class Gateway implements AutoCloseable {

    private static final int LARGEST_ANSWER = 4 << 20;
    private static final int LONGEST_TEXT = LARGEST_ANSWER;

    static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .build());

    private final EtcdOptions options;
    private final String password;
    private final Http http;
    private final TimeLeft time;
    private String token = "";

    private Gateway(EtcdOptions options, String password, Http http, TimeLeft time) {
        this.options = options;
        this.password = password;
        this.http = http;
        this.time = time;
    }

    /** Connects, and proves who asks where somebody is named. */
    static Gateway open(EtcdOptions options, TimeLeft time, Cancellation work) throws StoreException {
        String password = options.revealedPassword();
        Http http = Http.open(options, time, work, new Failures(options, time, List.of(password)));
        Gateway gateway = new Gateway(options, password, http, time);
        try {
            gateway.authenticate();
            return gateway;
        } catch (StoreException | RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    private void authenticate() throws StoreException {
        if (options.username().isEmpty()) {
            return;
        }
        token = "";
        Map<String, String> who = Map.of("name", options.username().get(), "password", password);
        Answer<JsonNode> answer = exchange("/v3/auth/authenticate", who, this::tree);
        if (answer.refusal().contains("authentication is not enabled")) {
            return; // then it asks nobody
        }
        token = answer.orThrow(failures(), "authenticate").path("token").asText();
    }

    /** What a question brought: a value, or the words of a refusal. */
    private record Answer<T>(T value, String refusal) {

        T orThrow(Failures failures, String asked) throws StoreException {
            if (!refusal.isEmpty()) {
                throw failures.refused(asked, refusal);
            }
            return value;
        }
    }

    /** Reads an answer that may be long. */
    @FunctionalInterface
    interface Reader<T> {
        T read(InputStream answer) throws IOException, StoreException;
    }

    /** Asks; what is refused is a failure. */
    JsonNode ask(String path, Map<String, ?> question) throws StoreException {
        return ask(path, question, this::tree);
    }

    <T> T ask(String path, Map<String, ?> question, Reader<T> reader) throws StoreException {
        Answer<T> answer = exchange(path, question, reader);
        if (answer.refusal().contains("invalid auth token")
                && options.username().isPresent()) {
            authenticate();
            answer = exchange(path, question, reader);
        }
        return answer.orThrow(failures(), path);
    }

    private <T> Answer<T> exchange(String path, Map<String, ?> question, Reader<T> reader) throws StoreException {
        try {
            byte[] body = JSON.writeValueAsBytes(question);
            return http.post(path, body, token, (status, stream) -> read(path, status, stream, reader));
        } catch (IOException e) {
            throw failures().broken(e);
        }
    }

    private <T> Answer<T> read(String path, int status, InputStream stream, Reader<T> reader)
            throws IOException, StoreException {
        if (status == 200) {
            try {
                return new Answer<>(reader.read(stream), "");
            } catch (JsonProcessingException | IllegalArgumentException e) { // the latter of base64
                throw failures()
                        .strange("its answer to " + path + " is no JSON, or holds no base64 where it must", null);
            }
        }
        String words = refusal(stream);
        if (words.isEmpty()) {
            throw failures().strange("it answers " + path + " with status " + status, null);
        }
        return new Answer<>(null, words);
    }

    /** A short answer, whole. */
    private JsonNode tree(InputStream answer) throws IOException {
        byte[] bytes = answer.readNBytes(LARGEST_ANSWER + 1);
        if (bytes.length > LARGEST_ANSWER) {
            throw new Carried(failures().strange("an answer has more than " + LARGEST_ANSWER + " bytes", null));
        }
        return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
    }

    private static String refusal(InputStream stream) throws IOException {
        try {
            return refusal(JSON.readTree(stream.readNBytes(LARGEST_ANSWER)));
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    /** The words of an answer that refuses: they stand at one of two places. */
    static String refusal(JsonNode answer) {
        JsonNode error = answer.path("error");
        String words = error.isObject()
                ? error.path("message").asText()
                : error.asText(answer.path("message").asText());
        return answer.has("error") && words.isEmpty() ? "an error without words" : words;
    }

    /** Something beside the gateway; nothing where that is not there. */
    <T> Optional<T> get(String path, Reader<T> reader) throws StoreException {
        try {
            return http.get(
                    path, (status, stream) -> status == 200 ? Optional.of(reader.read(stream)) : Optional.empty());
        } catch (JsonProcessingException e) {
            throw failures().strange("its answer to " + path + " is no JSON", null);
        } catch (IOException e) {
            throw failures().broken(e);
        }
    }

    Optional<JsonNode> get(String path) throws StoreException {
        return get(path, this::tree);
    }

    Failures failures() {
        return new Failures(options, time, List.of(password, token));
    }

    @Override
    public void close() {
        http.close();
    }
}
