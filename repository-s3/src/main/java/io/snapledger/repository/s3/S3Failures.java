package io.snapledger.repository.s3;

import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryFullException;
import io.snapledger.repository.RepositoryReadOnlyException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns what a server or the line to it says into what a repository says. */
final class S3Failures {

    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int PRECONDITION_FAILED = 412;
    static final int RANGE = 416;

    private static final int SERVER = 500;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int FULL = 507;
    private static final Set<Integer> LATER = Set.of(408, 409, 425, 429);
    private static final Set<String> LATER_CODES =
            Set.of("RequestTimeout", "SlowDown", "Throttling", "TooManyRequests", "OperationAborted", "IncompleteBody");
    private static final Set<String> FULL_CODES = Set.of("QuotaExceeded", "XMinioStorageFull", "InsufficientStorage");
    private static final Set<String> STRANGERS = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "ExpiredToken",
            "InvalidToken",
            "AuthorizationHeaderMalformed");

    private final String place;

    S3Failures(String place) {
        this.place = place;
    }

    /** Of a call that reads. */
    RepositoryException reading(String what, SdkException e) {
        return of(what, e, false);
    }

    /** Of a call that writes or deletes. */
    RepositoryException writing(String what, SdkException e) {
        return of(what, e, true);
    }

    private RepositoryException of(String what, SdkException e, boolean writes) {
        if (e instanceof AwsServiceException answer && answer.statusCode() > 0) {
            String code = answer.awsErrorDetails() == null
                    ? null
                    : answer.awsErrorDetails().errorCode();
            return of(what, code, answer.statusCode(), said(answer), writes, e);
        }
        String fact = "cannot " + what + " in " + place + ": " + said(e);
        boolean late = e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException;
        return new RepositoryException.Transient(late ? "repository-timeout" : "repository-unreachable", fact, e);
    }

    /** Of one key in a deletion of many, which has a code and no status. */
    RepositoryException deleting(String key, String code, String message) {
        int status = "AccessDenied".equals(code) ? 403 : SERVER;
        return of("delete " + key, code, status, code + ": " + message, true, null);
    }

    private RepositoryException of(String what, String code, int status, String said, boolean writes, SdkException e) {
        String fact = "cannot " + what + " in " + place + ": " + said;
        if (status == FULL || FULL_CODES.contains(String.valueOf(code))) {
            return new RepositoryFullException(fact + "; HINT: make room, the upload goes on by itself", e);
        }
        if ("NoSuchBucket".equals(code)) {
            return new RepositoryException.Permanent(
                    "repository-missing", fact + "; HINT: make the bucket, or set create=true", e);
        }
        if (status == 401 || STRANGERS.contains(String.valueOf(code))) {
            return new RepositoryException.Permanent(
                    "repository-denied", fact + "; HINT: check access-key, secret-key, region, and the clock", e);
        }
        if (status == 403) {
            return writes
                    ? new RepositoryReadOnlyException(fact + "; HINT: allow these credentials to write there", e)
                    : new RepositoryException.Permanent(
                            "repository-denied", fact + "; HINT: allow these credentials to read and list there", e);
        }
        boolean later = LATER.contains(status)
                || LATER_CODES.contains(String.valueOf(code))
                || (status >= SERVER && status != NOT_IMPLEMENTED);
        return later
                ? new RepositoryException.Transient("repository-io", fact, e)
                : new UnsoundServerException(fact, e);
    }

    /** The server's own words are a stranger's: one line, no more than fits. */
    private static String said(Throwable e) {
        String said = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " ");
        return said.length() > 500 ? said.substring(0, 500) + "…" : said;
    }

    static int status(SdkException e) {
        return e instanceof AwsServiceException answer ? answer.statusCode() : 0;
    }

    /** Whether it is the bucket that is missing, not an object. */
    static boolean noBucket(SdkException e) {
        return e instanceof AwsServiceException answer
                && answer.awsErrorDetails() != null
                && "NoSuchBucket".equals(answer.awsErrorDetails().errorCode());
    }

    /** Whether the server says that the bytes are not those that were announced. */
    static boolean badDigest(SdkException e) {
        return e instanceof AwsServiceException answer
                && answer.awsErrorDetails() != null
                && Set.of("BadDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch")
                        .contains(answer.awsErrorDetails().errorCode());
    }
}
