package io.snapledger.stores.etcd;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.snapledger.stores.StoreException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The answer to {@code /v3/maintenance/snapshot}: objects one after the other, each with a part of the snapshot in base64, in whatever order
 * versions write their fields. Parts are decoded while they come.
 */
final class SnapshotStream {

    private final Gateway gateway;
    private final long most;

    /** @param most bytes that are taken of it */
    SnapshotStream(Gateway gateway, long most) {
        this.gateway = gateway;
        this.most = most;
    }

    /** @throws IOException only from {@code out}, or {@link Carried} */
    void copy(InputStream answer, OutputStream out) throws IOException {
        OutputStream limited = new Limited(out);
        try (JsonParser parser = Gateway.JSON.createParser(answer)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    field(parser, limited);
                }
            }
        }
    }

    private void field(JsonParser answer, OutputStream out) throws IOException {
        switch (answer.currentName()) {
            case "result" -> {
                // its fields come next
            }
            case "blob" -> {
                require(answer.nextToken() == JsonToken.VALUE_STRING);
                answer.readBinaryValue(out);
            }
            case "error" -> {
                answer.nextToken();
                throw new Carried(gateway.failures().refused("the snapshot", words(answer)));
            }
            default -> {
                answer.nextToken();
                answer.skipChildren();
            }
        }
    }

    private static String words(JsonParser answer) throws IOException {
        return Gateway.refusal(Gateway.JSON.createObjectNode().set("error", answer.readValueAsTree()));
    }

    private void require(boolean holds) throws Carried {
        if (!holds) {
            throw new Carried(gateway.failures().strange("a part of the snapshot is no text", null));
        }
    }

    /** What takes so many bytes and no more. */
    private final class Limited extends FilterOutputStream {

        private long left = most;

        Limited(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            left -= length;
            if (left < 0) {
                throw new Carried(new StoreException(
                        StoreException.Reason.INCOMPLETE,
                        "the snapshot does not end: more than " + most + " bytes came, far more than the database has",
                        "look what answers there"));
            }
            out.write(bytes, offset, length);
        }
    }
}
