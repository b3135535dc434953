package io.snapledger.repository.s3;

import io.snapledger.settings.Secret;
import io.snapledger.settings.SecretException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes the client of a bucket: it tries once, waits for a bounded time, and reads bounded answers. */
final class S3Clients {

    /** How long one call may take; one that carries an object may take longer, see {@link #timeFor}. */
    static final Duration CALL = Duration.ofMinutes(1);

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** How long nothing at all may arrive. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** The first look at all decisions and parallel uploads of some backups at once. */
    private static final int CONNECTIONS = 64;

    /** Bytes a second below which a line does not do. */
    private static final long SLOWEST = 32 << 10;

    private S3Clients() {}

    static S3Client of(S3Settings settings) {
        Apache5HttpClient.Builder http = Apache5HttpClient.builder()
                .connectionTimeout(CONNECT)
                .connectionAcquisitionTimeout(SILENCE)
                .socketTimeout(SILENCE)
                .maxConnections(CONNECTIONS);
        settings.caFile().map(S3Clients::trusting).ifPresent(managers -> http.tlsTrustManagersProvider(() -> managers));
        return S3Client.builder()
                .httpClientBuilder(http)
                .applyMutation(builder -> settings.endpoint().ifPresent(builder::endpointOverride))
                .region(region(settings))
                .forcePathStyle(settings.pathStyle())
                .credentialsProvider(credentials(settings))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(configuration -> configuration
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(CALL)
                        .addExecutionInterceptor(new BoundedAnswers()))
                .build();
    }

    /** How long a call with so many bytes may take. */
    static Duration timeFor(long bytes) {
        return CALL.plusSeconds(bytes / SLOWEST);
    }

    private static Region region(S3Settings settings) {
        if (settings.region().isPresent()) {
            return Region.of(settings.region().get());
        }
        if (settings.endpoint().isPresent()) {
            return Region.US_EAST_1;
        }
        try {
            return new DefaultAwsRegionProviderChain().getRegion();
        } catch (SdkClientException e) {
            throw new IllegalArgumentException(
                    settings.place() + " has no region; HINT: set 'region', or 'endpoint' for another server than AWS",
                    e);
        }
    }

    /** Read whenever they are needed, so that a rotated secret is taken up; read once now, so that a missing one is told at the start. */
    private static AwsCredentialsProvider credentials(S3Settings settings) {
        AwsCredentialsProvider provider = settings.accessKey().isPresent()
                ? () -> AwsBasicCredentials.create(
                        revealed(settings.accessKey().get()),
                        revealed(settings.secretKey().orElseThrow()))
                : DefaultCredentialsProvider.builder().build();
        try {
            provider.resolveCredentials();
            return provider;
        } catch (SdkClientException e) {
            throw new IllegalArgumentException(
                    "no credentials for " + settings.place() + ": " + e.getMessage()
                            + "; HINT: access-key and secret-key-file, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
                    e);
        }
    }

    private static String revealed(Secret secret) {
        try {
            return secret.reveal().strip();
        } catch (SecretException e) {
            throw SdkClientException.create(e.getMessage(), e);
        }
    }

    private static TrustManager[] trusting(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + number++, authority);
            }
            if (number == 0) {
                throw new IllegalArgumentException("'ca-file' " + file + " has no certificate; HINT: PEM is expected");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("'ca-file' " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
