package io.snapledger.stores.etcd;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.stores.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads keys of a running cluster page by page; pages become shorter where values are long. */
final class KeyRange {

    private static final int MOST_KEYS = 1000;
    private static final int FIRST_KEYS = 32;
    private static final long PAGE_BYTES = 4L << 20;

    private final Gateway gateway;
    private final KeyScope scope;
    private int limit = FIRST_KEYS;

    KeyRange(Gateway gateway, KeyScope scope) {
        this.gateway = gateway;
        this.scope = scope;
    }

    /** How many keys there are now, and at which revision. */
    record Count(long keys, long revision) {}

    Count count() throws StoreException {
        JsonNode all = gateway.ask("/v3/kv/range", question(scope.begin(), Map.of("count_only", true)));
        long marks = 0;
        if (scope.includesMark()) {
            Map<String, ?> mark = Map.of("key", Cluster.base64(Mark.name()), "count_only", true);
            marks = Cluster.number(gateway.ask("/v3/kv/range", mark), "count");
        }
        return new Count(Cluster.number(all, "count") - marks, Cluster.number(all.path("header"), "revision"));
    }

    /** Tells all keys of one revision, in the order of their names. */
    void read(KeyDatabase.Keys keys) throws StoreException {
        Map<String, ?> how = Map.of("revision", Long.toString(count().revision()));
        Optional<byte[]> from = Optional.of(scope.begin());
        while (from.isPresent()) {
            from = page(from.get(), how, keys);
        }
    }

    /** Tells the names of the next keys. */
    Optional<byte[]> names(byte[] from, KeyDatabase.Keys keys) throws StoreException {
        return page(from, Map.of("keys_only", true), keys);
    }

    /** @return where the next page begins; empty: there is none */
    private Optional<byte[]> page(byte[] from, Map<String, ?> how, KeyDatabase.Keys keys) throws StoreException {
        Map<String, Object> question = question(from, how);
        question.put("limit", Integer.toString(limit));
        Page page = gateway.ask("/v3/kv/range", question, answer -> new Page(keys).read(answer));
        if (page.more && page.count == 0) {
            throw gateway.failures().strange("a page of keys is empty and not the last", null);
        }
        long fitting = PAGE_BYTES * page.count / Math.max(1, page.bytes);
        limit = (int) Math.max(1, Math.min(Math.min(MOST_KEYS, limit * 4L), fitting));
        return page.more ? Optional.of(KeyScope.after(page.last)) : Optional.empty();
    }

    private Map<String, Object> question(byte[] from, Map<String, ?> how) {
        Map<String, Object> question = new HashMap<>(how);
        question.put("key", Cluster.base64(from));
        question.put("range_end", Cluster.base64(scope.end()));
        return question;
    }

    /** One answer, read while it comes. */
    private final class Page {

        private final KeyDatabase.Keys keys;
        private long bytes;
        private long count;
        private byte[] last;
        private boolean more;

        Page(KeyDatabase.Keys keys) {
            this.keys = keys;
        }

        Page read(InputStream stream) throws IOException {
            try (JsonParser answer = Gateway.JSON.createParser(stream)) {
                return read(answer);
            }
        }

        private Page read(JsonParser answer) throws IOException {
            require(answer.nextToken() == JsonToken.START_OBJECT);
            while (answer.nextToken() == JsonToken.FIELD_NAME) {
                String field = answer.currentName();
                JsonToken value = answer.nextToken();
                if (field.equals("kvs") && value == JsonToken.START_ARRAY) {
                    while (answer.nextToken() == JsonToken.START_OBJECT) {
                        readKey(answer);
                    }
                } else if (field.equals("more")) {
                    more = value == JsonToken.VALUE_TRUE;
                } else {
                    answer.skipChildren();
                }
            }
            return this;
        }

        private void readKey(JsonParser answer) throws IOException {
            byte[] key = new byte[0];
            byte[] value = new byte[0];
            long lease = 0;
            while (answer.nextToken() == JsonToken.FIELD_NAME) {
                String field = answer.currentName();
                answer.nextToken();
                switch (field) {
                    case "key" -> key = bytes(answer);
                    case "value" -> value = bytes(answer);
                    case "lease" -> lease = answer.getValueAsLong();
                    default -> answer.skipChildren();
                }
            }
            require(key.length > 0 && (last == null || Arrays.compareUnsigned(last, key) < 0));
            last = key;
            count++;
            bytes += key.length + value.length;
            if (scope.holds(key)) {
                keys.key(new KeyValue(key, value, 0, lease));
            }
        }

        private byte[] bytes(JsonParser answer) throws IOException {
            Bounded part = new Bounded();
            answer.readBinaryValue(part);
            return part.bytes.toByteArray();
        }

        private void require(boolean holds) throws Carried {
            if (!holds) {
                throw new Carried(gateway.failures().strange("keys do not ascend, or have no name", null));
            }
        }
    }

    /** A key or a value, as long as one may be. */
    private final class Bounded extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] part, int offset, int length) throws IOException {
            if (bytes.size() + length > BoltFile.LARGEST_ITEM) {
                throw new Carried(
                        gateway.failures().strange("a value has more than " + BoltFile.LARGEST_ITEM + " bytes", null));
            }
            bytes.write(part, offset, length);
        }
    }
}
