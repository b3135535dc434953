package io.snapledger.repository.s3;

import io.snapledger.repository.RepositorySettings;
import io.snapledger.settings.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an operator says of a bucket.
 *
 * @param bucket {@code bucket}
 * @param prefix {@code prefix}: what all keys begin with, empty or ending with a slash; a repository has it for itself
 * @param endpoint {@code endpoint}: address of the server, {@code https://s3.example:9000}; default: that of AWS in the region
 * @param region {@code region}; default: {@code us-east-1} where there is an endpoint, else as the SDK finds it
 * @param pathStyle {@code path-style}: whether the bucket is named in the path, not in the host; default: where there is an endpoint
 * @param accessKey {@code access-key}, with {@code secretKey}; without both the SDK seeks credentials
 * @param caFile {@code ca-file}: PEM certificates of the authorities that are trusted instead of Java's
 * @param storageClass {@code storage-class} of every object that is written
 * @param encryption {@code sse}: {@code AES256} or {@code aws:kms}, what the server encrypts with beside our own seals
 * @param create {@code create}: whether a missing bucket is made at the first write; default false
 */
record S3Settings(
        String bucket,
        String prefix,
        Optional<URI> endpoint,
        Optional<String> region,
        boolean pathStyle,
        Optional<Secret> accessKey,
        Optional<Secret> secretKey,
        Optional<Path> caFile,
        Optional<String> storageClass,
        Optional<String> encryption,
        boolean create) {

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]*/)*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int LONGEST_PREFIX = 256;

    static S3Settings of(RepositorySettings settings) {
        Optional<URI> endpoint = settings.text("endpoint").flatMap(text -> endpoint(text, settings));
        S3Settings parsed = new S3Settings(
                bucket(settings),
                prefix(settings),
                endpoint,
                word("region", settings),
                settings.flag("path-style", endpoint.isPresent()),
                settings.secret("access-key"),
                settings.secret("secret-key"),
                settings.text("ca-file").map(Path::of),
                word("storage-class", settings),
                settings.text("sse"),
                settings.flag("create", false));
        if (parsed.accessKey.isPresent() != parsed.secretKey.isPresent()) {
            settings.problem("give both 'access-key' and 'secret-key', or neither");
        }
        parsed.encryption
                .filter(sse -> !sse.equals("AES256") && !sse.equals("aws:kms"))
                .ifPresent(sse -> settings.problem("'sse' is '" + sse + "' but must be AES256 or aws:kms"));
        settings.finish();
        return parsed;
    }

    private static String bucket(RepositorySettings settings) {
        String bucket = settings.required("bucket");
        if (!bucket.isEmpty() && !BUCKET.matcher(bucket).matches()) {
            settings.problem("'bucket' is '" + bucket + "' but must be 3 to 63 of [a-z0-9.-]");
        }
        return bucket;
    }

    private static String prefix(RepositorySettings settings) {
        String given = settings.text("prefix").orElse("");
        String prefix = given.isEmpty() || given.endsWith("/") ? given : given + "/";
        if (prefix.length() > LONGEST_PREFIX || !PREFIX.matcher(prefix).matches()) {
            settings.problem(
                    "'prefix' is '" + given + "' but must be parts of [A-Za-z0-9._-] joined by slashes, at most "
                            + LONGEST_PREFIX + " characters");
        }
        return prefix;
    }

    private static Optional<String> word(String name, RepositorySettings settings) {
        Optional<String> given = settings.text(name);
        given.filter(word -> !WORD.matcher(word).matches())
                .ifPresent(word -> settings.problem("'" + name + "' is '" + word + "' but must be of [A-Za-z0-9_-]"));
        return given;
    }

    /** Nobody's name or password belongs into an address that stands in messages. */
    private static Optional<URI> endpoint(String text, RepositorySettings settings) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
            if (web && uri.getHost() != null && bare) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // told below, without repeating what may hold a password
        }
        settings.problem("'endpoint' must be http:// or https:// with a host and perhaps a port, and nothing else");
        return Optional.empty();
    }

    /** Where it is, for messages. */
    String place() {
        return "s3://" + bucket + "/" + prefix
                + endpoint.map(uri -> " at " + uri).orElse("");
    }
}
