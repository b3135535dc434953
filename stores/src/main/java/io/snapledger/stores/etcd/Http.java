package io.snapledger.stores.etcd;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * One request after the other over HTTP/1.1. Nothing is followed, repeated, remembered or unpacked; heads have a limit; a request ends when the
 * call's time is over, when the work is cancelled, and when the member is silent for too long.
 */
final class Http implements AutoCloseable {

    private static final int LONGEST_LINE = 16 * 1024;
    private static final int MOST_HEADERS = 100;

    private final EtcdOptions options;
    private final TimeLeft time;
    private final Cancellation work;
    private final Failures failures;
    private final CloseableHttpClient client;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread alarm = new Thread(this::endInTime, "snapledger-etcd-alarm");
    private volatile HttpUriRequestBase running;

    private Http(EtcdOptions options, TimeLeft time, Cancellation work, Failures failures, CloseableHttpClient client) {
        this.options = options;
        this.time = time;
        this.work = work;
        this.failures = failures;
        this.client = client;
        alarm.setDaemon(true);
        alarm.start();
    }

    static Http open(EtcdOptions options, TimeLeft time, Cancellation work, Failures failures) throws StoreException {
        return new Http(options, time, work, failures, client(options));
    }

    private static CloseableHttpClient client(EtcdOptions options) throws StoreException {
        Timeout timeout = Timeout.of(options.timeout());
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(1)
                .setMaxConnPerRoute(1)
                .setDnsResolver(new Way(options))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout)
                        .setSocketTimeout(timeout)
                        .build())
                .setConnectionFactory(socket -> connection(socket));
        if (options.tls().isSpoken()) {
            connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(Certificates.context(options.tls())));
        }
        PoolingHttpClientConnectionManager manager = connections.build();
        return HttpClients.custom()
                .setConnectionManager(manager)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(timeout)
                        .setConnectionRequestTimeout(timeout)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .build();
    }

    private static QuietConnection connection(Socket socket) throws IOException {
        QuietConnection connection = new QuietConnection(Http1Config.custom()
                .setMaxLineLength(LONGEST_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build());
        if (socket != null) {
            connection.bind(socket);
        }
        return connection;
    }

    /** Reads an answer. */
    @FunctionalInterface
    interface Reader<T> {
        T read(int status, InputStream body) throws IOException, StoreException;
    }

    <T> T post(String path, byte[] body, String token, Reader<T> reader) throws StoreException, IOException {
        HttpPost request = new HttpPost(uri(path));
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        if (!token.isEmpty()) {
            request.setHeader("Authorization", token);
        }
        return run(request, reader);
    }

    <T> T get(String path, Reader<T> reader) throws StoreException, IOException {
        return run(new HttpGet(uri(path)), reader);
    }

    private URI uri(String path) {
        return URI.create((options.tls().isSpoken() ? "https://" : "http://") + options.address() + path);
    }

    private <T> T run(HttpUriRequestBase request, Reader<T> reader) throws StoreException, IOException {
        time.require();
        AutoCloseable ending = request::cancel;
        running = request;
        work.hold(ending);
        try (ClassicHttpResponse response = client.executeOpen(null, request, null)) {
            HttpEntity entity = response.getEntity();
            if (entity == null) {
                return reader.read(response.getCode(), InputStream.nullInputStream());
            }
            InputStream body = new Guarded(entity.getContent());
            T answer = reader.read(response.getCode(), body);
            body.read(); // its end: a cut answer is none, and a whole one leaves the connection to the next
            return answer;
        } finally {
            work.release(ending);
            running = null;
        }
    }

    private void endInTime() {
        try {
            while (!closed.await(time.isOver() ? 100 : time.left().toMillis() + 1, TimeUnit.MILLISECONDS)) {
                HttpUriRequestBase request = running;
                if (time.isOver() && request != null) {
                    request.cancel();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it ends anyway
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            client.close();
            alarm.join();
        } catch (IOException e) {
            System.getLogger(Http.class.getName()).log(System.Logger.Level.DEBUG, "closing failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it ends by itself
        }
    }

    /** Leads to where the way to the store begins, under the name by which it is checked. */
    private record Way(EtcdOptions options) implements org.apache.hc.client5.http.DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return SystemDefaultDnsResolver.INSTANCE.resolve(options.dialled().host());
        }

        @Override
        public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
            return List.of(resolve(host)).stream()
                    .map(address ->
                            new InetSocketAddress(address, options.dialled().port()))
                    .toList();
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /** An answer's bytes: what fails about them is a failure of the store. */
    private final class Guarded extends FilterInputStream {

        Guarded(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                time.require();
                return in.read(bytes, offset, length);
            } catch (StoreException e) {
                throw new Carried(e);
            } catch (IOException e) {
                throw new Carried(failures.broken(e));
            }
        }

        @Override
        public void close() {
            // the response is closed by who opened it
        }
    }
}
