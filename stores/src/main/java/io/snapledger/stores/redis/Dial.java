package io.snapledger.stores.redis;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Opens sockets, with TLS where it is wanted: the server's certificate and its name are then checked. */
record Dial(RedisOptions options, TimeLeft time, Cancellation work, Failures failures) {

    Socket connect() throws StoreException {
        Socket socket = work.hold(new Socket());
        try {
            socket.connect(
                    new InetSocketAddress(
                            options.dialled().host(), options.dialled().port()),
                    time.millisAtMost(options.timeout()));
            socket.setTcpNoDelay(true);
            return options.tls() ? encrypted(socket) : socket;
        } catch (IOException e) {
            work.release(socket);
            close(socket);
            throw failures.broken(e, time);
        } catch (StoreException e) {
            work.release(socket);
            close(socket);
            throw e;
        }
    }

    private Socket encrypted(Socket plain) throws IOException, StoreException {
        try {
            plain.setSoTimeout(time.millisAtMost(options.timeout()));
            SSLSocket socket =
                    (SSLSocket) context().getSocketFactory().createSocket(plain, options.host(), options.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (GeneralSecurityException e) {
            throw new StoreException(
                    Reason.BAD_OPTIONS,
                    "the certificates of option ca-file cannot be used: " + e.getMessage(),
                    "give certificates in PEM",
                    e);
        }
    }

    private SSLContext context() throws GeneralSecurityException, StoreException {
        if (options.caFile().isEmpty()) {
            return SSLContext.getDefault();
        }
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        try (InputStream file = Files.newInputStream(options.caFile().get())) {
            trusted.load(null, null);
            int number = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                trusted.setCertificateEntry("ca-" + number++, each);
            }
        } catch (IOException e) {
            throw new StoreException(
                    Reason.BAD_OPTIONS,
                    "the file '" + options.caFile().get() + "' of option ca-file cannot be read",
                    "check that it exists and that this user may read it",
                    e);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            System.getLogger(Dial.class.getName()).log(System.Logger.Level.DEBUG, "closing a socket failed", e);
        }
    }
}
