package io.snapledger.storage.outbound;

import io.snapledger.repository.AttemptId;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.SnapshotId;
import io.snapledger.storage.StagedLostException;
import io.snapledger.storage.Worker;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.function.Supplier;

/**
 * A worker behind its HTTP address: {@code GET} and {@code DELETE /segments/<snapshot>/<attempt>/<number or list>}.
 * Follows no redirect, takes nothing that is not exactly as long as announced. {@link HttpURLConnection} is four times as
 * fast as the newer client with its default buffers, and keeps connections just as well.
 */
public final class HttpWorker implements Worker {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 30_000;

    private final String id;
    private final String base;
    private final Supplier<String> token;

    /**
     * @param address {@code http://host:port}, as it was registered
     * @param token the service token; asked for each time, so that a new one is taken up
     */
    public HttpWorker(String id, URI address, Supplier<String> token) {
        if (address.getHost() == null || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
            throw new IllegalArgumentException("snapledger.storage.workers." + id + " is '" + address
                    + "', which is no http or https address; HINT: http://host:8082");
        }
        this.id = id;
        this.base = address.toString().replaceAll("/+$", "") + "/segments/";
        this.token = token;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ObjectSource segment(SnapshotId snapshot, AttemptId attempt, int number, long length, String sha256) {
        String path = path(snapshot, attempt, Integer.toString(number));
        return ObjectSource.stream(length, sha256, () -> get(path, length));
    }

    @Override
    public ObjectSource list(SnapshotId snapshot, AttemptId attempt, long length, String sha256) {
        String path = path(snapshot, attempt, "list");
        return ObjectSource.stream(length, sha256, () -> get(path, length));
    }

    @Override
    public void acknowledge(SnapshotId snapshot, AttemptId attempt, int number) throws IOException {
        HttpURLConnection connection = connect(path(snapshot, attempt, Integer.toString(number)));
        connection.setRequestMethod("DELETE");
        int status = connection.getResponseCode();
        drain(connection);
        if (status >= 300 && status != HttpURLConnection.HTTP_NOT_FOUND && status != HttpURLConnection.HTTP_GONE) {
            throw unexpected(connection, status);
        }
    }

    @Override
    public boolean holds(SnapshotId snapshot, AttemptId attempt, int number, long length) throws IOException {
        return head(path(snapshot, attempt, Integer.toString(number)), length);
    }

    @Override
    public boolean holdsList(SnapshotId snapshot, AttemptId attempt, long length) throws IOException {
        return head(path(snapshot, attempt, "list"), length);
    }

    private boolean head(String path, long length) throws IOException {
        HttpURLConnection connection = connect(path);
        connection.setRequestMethod("HEAD");
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_OK) {
            long told = connection.getContentLengthLong();
            return told <= 0 || told == length; // a length that is not told shows when the body is read
        }
        if (status == HttpURLConnection.HTTP_NOT_FOUND || status == HttpURLConnection.HTTP_GONE) {
            return false;
        }
        throw unexpected(connection, status);
    }

    private static String path(SnapshotId snapshot, AttemptId attempt, String name) {
        return snapshot + "/" + attempt + "/" + name;
    }

    private InputStream get(String path, long length) throws IOException {
        HttpURLConnection connection = connect(path);
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_OK) {
            return exactly(connection, length);
        }
        drain(connection);
        if (status == HttpURLConnection.HTTP_NOT_FOUND || status == HttpURLConnection.HTTP_GONE) {
            throw new StagedLostException("worker " + id + " has no " + path + " any more (HTTP " + status + ")");
        }
        throw unexpected(connection, status);
    }

    private HttpURLConnection connect(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(base + path).toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setUseCaches(false);
        connection.setRequestProperty("Authorization", "Bearer " + token.get());
        return connection;
    }

    /** A body of another length than announced is refused before a byte of it is read, where the length is told. */
    private InputStream exactly(HttpURLConnection connection, long length) throws IOException {
        long told = connection.getContentLengthLong();
        if (told >= 0 && told != length) {
            connection.disconnect();
            throw new StagedLostException("worker " + id + " offers " + told + " bytes for "
                    + connection.getURL().getPath() + ", " + length + " were announced");
        }
        return new Whole(connection.getInputStream(), length);
    }

    /** A connection that ends early looks like the end of the body to {@link HttpURLConnection}. */
    private static final class Whole extends FilterInputStream {

        private long missing;

        private Whole(InputStream in, long length) {
            super(in);
            this.missing = length;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            took(read < 0 ? -1 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            took(read);
            return read;
        }

        private void took(int read) throws IOException {
            if (read < 0 && missing > 0) {
                throw new EOFException("the connection ended " + missing + " bytes too early");
            }
            missing -= Math.max(read, 0);
        }
    }

    /** An answer that was read to its end leaves its connection usable. */
    private static void drain(HttpURLConnection connection) throws IOException {
        try (InputStream body = connection.getErrorStream()) {
            if (body != null) {
                body.skipNBytes(Math.min(body.available(), 4096));
            }
        }
    }

    private IOException unexpected(HttpURLConnection connection, int status) {
        String hint = status == HttpURLConnection.HTTP_UNAUTHORIZED
                ? "; HINT: snapledger.internal.token differs between the services"
                : status >= 300 && status < 400 ? "; HINT: redirects are not followed, register the final address" : "";
        return new IOException("worker " + id + " answers HTTP " + status + " for "
                + connection.getURL().getPath() + hint);
    }
}
