package io.snapledger.repository.http;

import io.snapledger.repository.AttemptId;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;

/**
 * What storage-service offers to dump and restore, with {@code Authorization: Bearer <service token>}. The constants are templates
 * for the server, the methods make the client's paths. Failures are {@link RepositoryErrors}.
 *
 * <table>
 * <caption>Paths</caption>
 * <tr><td>GET {@link #INFO}</td><td>200 repository.json as stored</td></tr>
 * <tr><td>GET {@link #DECISIONS}</td><td>200 decisions as stored, one a line, newest first; parameters
 *   {@code store, plan, backup, state (repeatable), since, until}; with {@code unreadable=listed} those that cannot be read follow,
 *   else one of them makes it 410</td></tr>
 * <tr><td>GET {@link #DECIDED}</td><td>200 {@link RepositoryBodies#writeDecided}, newest first; parameters as above, of which
 *   {@code plan} and {@code state} are not looked at; strays follow</td></tr>
 * <tr><td>GET {@link #DECISION}</td><td>200 the decision as stored; 404 {@code object-missing}</td></tr>
 * <tr><td>GET {@link #SEGMENT}</td><td>{@code Range: bytes=first-last} is required. 206 with what the object has of it; 416 if it
 *   has nothing there; 404</td></tr>
 * <tr><td>GET {@link #SEGMENT_LIST}</td><td>200 the list as stored; 404</td></tr>
 * <tr><td>PUT {@link #PIN}</td><td>parameter {@code deadline} (instant; required for a restore). 204, also if it was there</td></tr>
 * <tr><td>DELETE {@link #PIN}</td><td>204, also if it was not there</td></tr>
 * <tr><td>GET {@link #KEYS}</td><td>200 {@link RepositoryBodies#writeKeys}</td></tr>
 * <tr><td>PUT {@link #KEY}</td><td>the wrap as it shall be stored. 204, also if there was one</td></tr>
 * </table>
 */
public final class RepositoryPaths {

    /** Parameter of {@link #DECISIONS}; its value is {@link #LISTED}. */
    public static final String UNREADABLE = "unreadable";

    public static final String LISTED = "listed";

    public static final String ROOT = "/internal/repositories";
    public static final String INFO = ROOT + "/{repository}";
    public static final String DECISIONS = INFO + "/decisions";
    public static final String DECIDED = INFO + "/decided";
    public static final String DECISION = DECISIONS + "/{store}/{snapshot}";
    public static final String SEGMENT = INFO + "/segments/{store}/{snapshot}/{attempt}/{number}";
    public static final String SEGMENT_LIST = INFO + "/lists/{store}/{snapshot}/{attempt}";
    public static final String PIN = INFO + "/pins/{snapshot}/{holder}";
    public static final String KEYS = INFO + "/keys/{store}";
    public static final String KEY = KEYS + "/{epoch}/{recipient}";

    private RepositoryPaths() {}

    static String info(String repository) {
        return ROOT + "/" + repository;
    }

    static String decisions(String repository) {
        return info(repository) + "/decisions";
    }

    static String decided(String repository) {
        return info(repository) + "/decided";
    }

    static String decision(String repository, StoreName store, SnapshotId snapshot) {
        return decisions(repository) + "/" + store + "/" + snapshot;
    }

    static String segment(String repository, SegmentId segment) {
        return info(repository) + "/segments/" + segment;
    }

    static String segmentList(String repository, StoreName store, SnapshotId snapshot, AttemptId attempt) {
        return info(repository) + "/lists/" + store + "/" + snapshot + "/" + attempt;
    }

    static String pin(String repository, SnapshotId snapshot, PinHolder holder) {
        return info(repository) + "/pins/" + snapshot + "/" + holder;
    }

    static String keys(String repository, StoreName store) {
        return info(repository) + "/keys/" + store;
    }

    static String key(String repository, StoreName store, String epoch, String recipient) {
        return keys(repository, store) + "/" + epoch + "/" + recipient;
    }
}
