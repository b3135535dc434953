package io.snapledger.repository.http;

import io.snapledger.repository.AttemptId;
import io.snapledger.repository.DecidedSnapshot;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionCodec;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.ObjectMissingException;
import io.snapledger.repository.Pin;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.RepositoryInfo;
import io.snapledger.repository.RepositoryInfoCodec;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.UnreadableDecision;
import io.snapledger.repository.WrappedKey;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A repository behind storage-service. */
public final class HttpRepository implements SnapshotRepository {

    private final String name;
    private final HttpExchange http;

    /**
     * @param name of the repository in storage-service's configuration
     * @param storage where storage-service listens, such as {@code http://127.0.0.1:8083}
     * @param token gives the service token, asked for each call so that it can change
     * @param timeout to connect, and between two bytes of an answer
     */
    public HttpRepository(String name, URI storage, Supplier<String> token, Duration timeout) {
        this.name = name;
        this.http = new HttpExchange(storage, token, timeout);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public RepositoryInfo info() {
        return RepositoryInfoCodec.read(http.get(RepositoryPaths.info(name)));
    }

    @Override
    public Optional<Decision> decision(StoreName store, SnapshotId snapshot) {
        String path = RepositoryPaths.decision(name, store, snapshot);
        try {
            return Optional.of(DecisionCodec.readAt(RepositoryLayout.decision(store, snapshot), http.get(path)));
        } catch (ObjectMissingException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Decision> decisions(DecisionFilter filter, Consumer<UnreadableDecision> unreadable) {
        String path = RepositoryPaths.decisions(name) + query(filter);
        return RepositoryBodies.readDecisions(path, http.get(path), unreadable);
    }

    @Override
    public List<DecidedSnapshot> decided(DecisionFilter filter, Consumer<UnreadableDecision> strays) {
        String path = RepositoryPaths.decided(name) + query(filter);
        return RepositoryBodies.readDecided(path, http.get(path), strays);
    }

    private static String query(DecisionFilter filter) {
        List<String> parameters = new ArrayList<>();
        add(parameters, "store", filter.store());
        add(parameters, "plan", filter.plan());
        add(parameters, "backup", filter.backup());
        filter.states().forEach(state -> add(parameters, "state", state));
        add(parameters, "since", filter.since());
        add(parameters, "until", filter.until());
        add(parameters, RepositoryPaths.UNREADABLE, RepositoryPaths.LISTED);
        return "?" + String.join("&", parameters);
    }

    private static void add(List<String> parameters, String key, Object value) {
        if (value != null) {
            parameters.add(key + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public InputStream segment(SegmentId segment, long offset, long length) {
        return length == 0
                ? InputStream.nullInputStream()
                : http.getRange(RepositoryPaths.segment(name, segment), offset, length);
    }

    @Override
    public byte[] segmentList(StoreName store, SnapshotId snapshot, AttemptId attempt) {
        return http.get(RepositoryPaths.segmentList(name, store, snapshot, attempt));
    }

    @Override
    public void pin(Pin pin) {
        List<String> parameters = new ArrayList<>();
        add(parameters, "deadline", pin.deadline());
        String query = parameters.isEmpty() ? "" : "?" + parameters.get(0);
        http.put(RepositoryPaths.pin(name, pin.snapshot(), pin.holder()) + query, new byte[0]);
    }

    @Override
    public void unpin(SnapshotId snapshot, PinHolder holder) {
        http.delete(RepositoryPaths.pin(name, snapshot, holder));
    }

    @Override
    public List<WrappedKey> wrappedKeys(StoreName store) {
        String path = RepositoryPaths.keys(name, store);
        return RepositoryBodies.readKeys(path, store, http.get(path));
    }

    @Override
    public void addWrappedKey(WrappedKey key) {
        http.put(RepositoryPaths.key(name, key.store(), key.epoch(), key.recipient()), key.content());
    }
}
