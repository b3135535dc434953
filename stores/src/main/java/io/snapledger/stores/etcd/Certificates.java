package io.snapledger.stores.etcd;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom to trust and what to show in TLS, read from the files that the options name. */
final class Certificates {

    private Certificates() {}

    static SSLContext context(EtcdOptions.Tls tls) throws StoreException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown(tls), tls.ca().isPresent() ? trusted(tls.ca().get()) : null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new StoreException(
                    Reason.BAD_OPTIONS,
                    "the certificates or the key for TLS cannot be used: " + e.getMessage(),
                    "give certificates and a key in PEM",
                    null); // its cause may tell of the key
        }
    }

    private static TrustManager[] trusted(Path file) throws StoreException, GeneralSecurityException, IOException {
        KeyStore store = empty();
        int number = 0;
        for (Certificate each : certificates(file, "ca-file")) {
            store.setCertificateEntry("ca-" + number++, each);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] shown(EtcdOptions.Tls tls)
            throws StoreException, GeneralSecurityException, IOException {
        if (tls.certificate().isEmpty()) {
            return null;
        }
        KeyStore store = empty();
        Certificate[] chain = certificates(tls.certificate().get(), "cert-file").toArray(Certificate[]::new);
        byte[] pem = bytes(tls.key().orElseThrow(), "key-file");
        store.setKeyEntry("shown", PrivateKeyFile.read(pem), new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file, String option)
            throws StoreException, GeneralSecurityException {
        try (InputStream stream = new java.io.ByteArrayInputStream(bytes(file, option))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(stream);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory", e);
        }
    }

    private static byte[] bytes(Path file, String option) throws StoreException {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes(1 << 20);
        } catch (IOException e) {
            throw new StoreException(
                    Reason.BAD_OPTIONS,
                    "the file '" + file + "' of option " + option + " cannot be read",
                    "check that it exists and that this user may read it",
                    e);
        }
    }
}
