package io.snapledger.repository.s3;

import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.DigestMismatchException;
import io.snapledger.repository.FirstFailure;
import io.snapledger.repository.ObjectMissingException;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.PutOutcome;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.Stray;
import io.snapledger.repository.VersionedObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * A bucket, or what is below a prefix of one. An object of ours is one of the bucket, written by one conditional request: create-only by
 * {@code If-None-Match: *}, compare-and-swap by {@code If-Match}. The version of an object is its ETag. No object of a repository comes near
 * the 5 GiB that one request may carry, so there are no multipart uploads, which not every server makes conditional.
 *
 * <p>Objects that a bucket keeps as former versions are the bucket's own matter.
 */
final class S3Backend implements RepositoryBackend {

    private static final String TYPE = "application/octet-stream";

    /** Most that one request may delete. */
    private static final int DELETED_AT_ONCE = 1_000;

    private final S3Settings settings;
    private final S3Client client;
    private final S3Failures failures;
    private final boolean makesBucket;

    /** @param writes whether it is opened to be written */
    S3Backend(S3Settings settings, S3Client client, boolean writes) {
        this.settings = settings;
        this.client = client;
        this.failures = new S3Failures(settings.place());
        this.makesBucket = writes && settings.create();
    }

    /** An ETag without the quotes, which not every server sends in every answer. */
    static String version(String eTag) {
        return eTag.replace("\"", "");
    }

    private String full(String key) {
        return settings.prefix() + RepositoryLayout.requireKey(key);
    }

    @Override
    public PutOutcome create(String key, ObjectSource source) {
        PutObjectRequest request = put(key, source).ifNoneMatch("*").build();
        VerifiedContent content = new VerifiedContent(key, source);
        RequestBody body = RequestBody.fromContentProvider(content, source.length(), TYPE);
        try {
            return inBucket(() -> {
                client.putObject(request, body);
                return PutOutcome.CREATED;
            });
        } catch (SdkException e) {
            content.rethrow();
            if (isTaken(e, key)) {
                return PutOutcome.EXISTS;
            }
            if (S3Failures.badDigest(e)) {
                throw new DigestMismatchException(
                        key, source.length() + " bytes with sha256 " + source.sha256(), "others");
            }
            throw failures.writing("write " + key, e);
        }
    }

    /** A conflict with another writer says that one of both was first, not which. */
    private boolean isTaken(SdkException e, String key) {
        int status = S3Failures.status(e);
        return status == S3Failures.PRECONDITION_FAILED
                || (status == S3Failures.CONFLICT && stat(key).isPresent());
    }

    private PutObjectRequest.Builder put(String key, ObjectSource source) {
        return PutObjectRequest.builder()
                .bucket(settings.bucket())
                .key(full(key))
                .contentType(TYPE)
                .contentLength(source.length())
                .checksumSHA256(
                        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(source.sha256())))
                .applyMutation(request -> settings.storageClass().ifPresent(request::storageClass))
                .applyMutation(request -> settings.encryption().ifPresent(request::serverSideEncryption))
                .overrideConfiguration(call -> call.apiCallTimeout(S3Clients.timeFor(source.length())));
    }

    /** Makes the bucket where it is missing and may be made. */
    private <T> T inBucket(Supplier<T> write) {
        try {
            return write.get();
        } catch (SdkException e) {
            if (!makesBucket || !S3Failures.noBucket(e)) {
                throw e;
            }
        }
        makeBucket();
        return write.get();
    }

    private void makeBucket() {
        try {
            client.createBucket(bucket -> bucket.bucket(settings.bucket()));
        } catch (SdkException e) {
            if (S3Failures.status(e) != S3Failures.CONFLICT) { // somebody else was faster
                throw failures.writing("make the bucket", e);
            }
        }
    }

    @Override
    public boolean replace(String key, String version, byte[] content) {
        PutObjectRequest request = put(key, ObjectSource.bytes(content))
                .ifMatch('"' + version + '"')
                .build();
        try {
            client.putObject(request, RequestBody.fromBytes(content));
            return true;
        } catch (SdkException e) {
            int status = S3Failures.status(e);
            boolean missing = status == S3Failures.NOT_FOUND && !S3Failures.noBucket(e);
            if (status == S3Failures.PRECONDITION_FAILED || missing || isOther(e, key, version)) {
                return false;
            }
            throw failures.writing("replace " + key, e);
        }
    }

    /** A conflict with another writer who has replaced it by now. */
    private boolean isOther(SdkException e, String key, String version) {
        return S3Failures.status(e) == S3Failures.CONFLICT
                && stat(key).filter(now -> now.version().equals(version)).isEmpty();
    }

    @Override
    public Optional<VersionedObject> get(String key, int limit) {
        GetObjectRequest request =
                object(key).checksumMode(ChecksumMode.ENABLED).build();
        try (ResponseInputStream<GetObjectResponse> in = client.getObject(request)) {
            Long length = in.response().contentLength();
            byte[] content = length != null && length > limit ? null : in.readNBytes(limit);
            if (content == null || in.read() >= 0) {
                in.abort();
                throw new DamagedSnapshotException(
                        key, "at most " + limit + " bytes", (length == null ? "more" : length + " bytes"));
            }
            if (length != null && content.length != length) {
                throw new IOException("the answer ends after " + content.length + " of " + length + " bytes");
            }
            return Optional.of(new VersionedObject(
                    content, version(String.valueOf(in.response().eTag()))));
        } catch (SdkException e) {
            return missing(e, "read " + key);
        } catch (IOException e) {
            throw new RepositoryException.Transient(
                    "repository-io", "cannot read " + key + " in " + settings.place() + ": " + e.getMessage(), e);
        }
    }

    /** Empty if an object is missing. */
    private <T> Optional<T> missing(SdkException e, String what) {
        if (S3Failures.status(e) == S3Failures.NOT_FOUND && !S3Failures.noBucket(e)) {
            return Optional.empty();
        }
        throw failures.reading(what, e);
    }

    private GetObjectRequest.Builder object(String key) {
        return GetObjectRequest.builder().bucket(settings.bucket()).key(full(key));
    }

    @Override
    public InputStream read(String key, long offset, long length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "range of " + key + " is not valid: " + length + " bytes from " + offset);
        }
        if (length == 0) {
            if (stat(key).isEmpty()) {
                throw new ObjectMissingException(key);
            }
            return InputStream.nullInputStream();
        }
        GetObjectRequest request = object(key)
                .range("bytes=" + offset + "-" + (offset + length - 1))
                .build();
        try {
            return range(key, offset, length, client.getObject(request));
        } catch (SdkException e) {
            if (S3Failures.status(e) == S3Failures.RANGE) {
                return InputStream.nullInputStream(); // it ends before
            }
            return this.<InputStream>missing(e, "read " + key).orElseThrow(() -> new ObjectMissingException(key));
        }
    }

    /** A server that sends the whole object instead would have its beginning taken for the range. */
    private InputStream range(String key, long offset, long length, ResponseInputStream<GetObjectResponse> in) {
        String range = in.response().contentRange();
        boolean right = range == null ? offset == 0 : range.startsWith("bytes " + offset + "-");
        if (!right) {
            in.abort();
            throw new UnsoundServerException(
                    "the server of " + settings.place() + " does not send the range of " + key + " that was asked for",
                    null);
        }
        return new RangeInput(in, length);
    }

    @Override
    public Optional<ObjectStat> stat(String key) {
        String full = full(key);
        try {
            HeadObjectResponse head = client.headObject(
                    request -> request.bucket(settings.bucket()).key(full));
            return Optional.of(new ObjectStat(key, head.contentLength(), version(head.eTag())));
        } catch (SdkException e) {
            return missing(e, "look at " + key);
        }
    }

    @Override
    public void list(String prefix, Consumer<ObjectStat> sink, Consumer<Stray> strays) {
        RepositoryLayout.requirePrefix(prefix);
        try {
            new S3Listing(settings, prefix, sink, strays).run(client);
        } catch (SdkException e) {
            throw failures.reading("list " + prefix, e);
        }
    }

    @Override
    public void delete(Collection<String> keys) {
        List<String> sorted = new ArrayList<>(new TreeSet<>(keys));
        sorted.forEach(RepositoryLayout::requireKey);
        FirstFailure first = new FirstFailure();
        for (int from = 0; from < sorted.size(); from += DELETED_AT_ONCE) {
            List<String> some = sorted.subList(from, Math.min(from + DELETED_AT_ONCE, sorted.size()));
            first.of(() -> deleteSome(some, first));
        }
        first.rethrow();
    }

    private void deleteSome(List<String> keys, FirstFailure first) {
        List<ObjectIdentifier> objects = keys.stream()
                .map(key -> ObjectIdentifier.builder().key(full(key)).build())
                .toList();
        DeleteObjectsRequest request = DeleteObjectsRequest.builder()
                .bucket(settings.bucket())
                .delete(delete -> delete.objects(objects).quiet(true))
                .build();
        try {
            DeleteObjectsResponse answer = client.deleteObjects(request);
            answer.errors().stream()
                    .filter(error -> !"NoSuchKey".equals(error.code()))
                    .forEach(error -> first.of(() -> {
                        throw failures.deleting(error.key(), error.code(), error.message());
                    }));
        } catch (SdkException e) {
            throw failures.writing("delete " + keys.size() + " objects", e);
        }
    }

    @Override
    public String description() {
        return settings.place();
    }

    @Override
    public void close() {
        client.close();
    }
}
