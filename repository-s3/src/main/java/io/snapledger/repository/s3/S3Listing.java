package io.snapledger.repository.s3;

import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.Stray;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A listing, page by page. What has a name of ours is an object, what has another a stray. A server that lists out of order, or page
 * after page without an object, is refused: whoever relies on the order would take what was not shown for gone.
 */
final class S3Listing {

    private static final int PAGE = 1_000;

    /** A bucket with versions shows pages of deleted objects as empty. */
    private static final int MOST_EMPTY_PAGES = 100;

    private static final int LONGEST_NAME = 200;

    private final S3Settings settings;
    private final Consumer<ObjectStat> sink;
    private final Consumer<Stray> strays;
    private final String prefix;
    private String last = "";
    private int empty;

    /** @param prefix within the repository */
    S3Listing(S3Settings settings, String prefix, Consumer<ObjectStat> sink, Consumer<Stray> strays) {
        this.settings = settings;
        this.prefix = settings.prefix() + prefix;
        this.sink = sink;
        this.strays = strays;
    }

    void run(S3Client client) {
        String token = null;
        do {
            ListObjectsV2Response page = client.listObjectsV2(ListObjectsV2Request.builder()
                    .bucket(settings.bucket())
                    .prefix(prefix)
                    .maxKeys(PAGE)
                    .continuationToken(token)
                    .build());
            page.contents().forEach(this::show);
            token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
            if (Boolean.TRUE.equals(page.isTruncated()) && token == null) {
                throw unsound("breaks a listing off and does not say how to go on");
            }
            empty = page.contents().isEmpty() ? empty + 1 : 0;
            if (empty > MOST_EMPTY_PAGES) {
                throw unsound("gives page after page without an object");
            }
        } while (token != null);
    }

    private void show(S3Object object) {
        String full = String.valueOf(object.key());
        if (!full.startsWith(prefix)) {
            strays.accept(new Stray(shown(full), "outside of what was asked for"));
            return;
        }
        String key = full.substring(settings.prefix().length());
        if (!RepositoryLayout.isKey(key)) {
            strays.accept(new Stray(shown(key), "not a name of an object"));
        } else if (object.size() == null || object.size() < 0 || object.eTag() == null) {
            strays.accept(new Stray(key, "an object without length or version"));
        } else if (key.compareTo(last) <= 0) {
            throw unsound("lists '" + key + "' behind '" + last + "'");
        } else {
            last = key;
            sink.accept(new ObjectStat(key, object.size(), S3Backend.version(object.eTag())));
        }
    }

    /** Names are bytes of strangers: a log has them in one line and not for pages. */
    private static String shown(String name) {
        String line = name.replaceAll("\\p{Cntrl}", "?");
        return line.length() > LONGEST_NAME ? line.substring(0, LONGEST_NAME) + "…" : line;
    }

    private RepositoryException unsound(String what) {
        return new UnsoundServerException(
                "the server of " + settings.place() + " " + what
                        + "; HINT: take a server, or a kind of bucket, that lists keys in their order",
                null);
    }
}
