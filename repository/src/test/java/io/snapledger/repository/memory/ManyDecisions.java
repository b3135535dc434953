package io.snapledger.repository.memory;

import io.snapledger.events.Identities;
import io.snapledger.events.ManifestReference;
import io.snapledger.events.ObjectReference;
import io.snapledger.events.SealedContent;
import io.snapledger.events.SnapshotOrder;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionCodec;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Fills a repository with the decisions of a year and more of hourly backups, to count what they cost. */
public final class ManyDecisions {

    /** What all of them are of. */
    public static final String PLAN = "hourly";

    public static final String EPOCH = "00112233445566ff";
    public static final AttemptId ATTEMPT = AttemptId.of(1, 7);

    private static final String INSTALLATION = "testinstallation";
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<String> stores;
    private final Instant last;
    private final int backups;

    /**
     * @param stores how many stores each backup is of, named {@code store-0} and so on
     * @param last when the newest backup is due
     * @param backups how many backups there are, an hour apart
     */
    public ManyDecisions(int stores, Instant last, int backups) {
        this.stores = IntStream.range(0, stores).mapToObj(n -> "store-" + n).toList();
        this.last = last;
        this.backups = backups;
    }

    public int count() {
        return stores.size() * backups;
    }

    public StoreName store(int n) {
        return new StoreName(stores.get(n));
    }

    /** When a backup is due; the newest one is that of age 0. */
    public Instant due(int age) {
        return last.minus(HOUR.multipliedBy(age));
    }

    public String backup(int age) {
        return Identities.scheduledBackup(INSTALLATION, PLAN, due(age));
    }

    public SnapshotId snapshot(int store, int age) {
        return new SnapshotId(Identities.snapshot(backup(age), INSTALLATION, stores.get(store)));
    }

    /** The snapshot as it was committed. */
    public Decision.Committed committed(int store, int age) {
        Instant due = due(age);
        SnapshotOrder order = new SnapshotOrder(
                backup(age),
                snapshot(store, age).value(),
                PLAN,
                stores.get(store),
                "tree",
                List.of("main"),
                stores,
                due,
                null);
        return new Decision.Committed(new Decision.Subject(INSTALLATION, order), content(due), due.plusSeconds(90));
    }

    private static SealedContent content(Instant due) {
        return new SealedContent(
                ATTEMPT.toString(),
                EPOCH,
                new ManifestReference(1, 1, 10, "0".repeat(64)),
                new ObjectReference(10, "0".repeat(64)),
                List.of(),
                List.of(),
                1,
                5000,
                5000,
                1,
                0,
                null,
                "tool 1",
                "",
                due,
                due);
    }

    /** Stores all of them. Those of the oldest tenth are deleted, those of a hundredth after it expired, all others committed. */
    public void into(RepositoryBackend backend) {
        for (int age = 0; age < backups; age++) {
            for (int store = 0; store < stores.size(); store++) {
                Decision decision = later(committed(store, age), age);
                backend.create(
                        RepositoryLayout.decision(store(store), snapshot(store, age)),
                        ObjectSource.bytes(DecisionCodec.write(decision)));
            }
        }
    }

    /** How many of a store are expired and not deleted. */
    public int expiredOfStore() {
        return (int) IntStream.range(0, backups).filter(this::isExpired).count();
    }

    private boolean isDeleted(int age) {
        return age >= backups - backups / 10;
    }

    private boolean isExpired(int age) {
        return !isDeleted(age) && age >= backups - backups / 10 - backups / 100;
    }

    private Decision later(Decision.Committed committed, int age) {
        Instant week = due(age).plus(Duration.ofDays(7));
        if (isDeleted(age)) {
            return committed.expire("old", week).delete(week.plus(Duration.ofDays(7)));
        }
        return isExpired(age) ? committed.expire("old", last) : committed;
    }
}
