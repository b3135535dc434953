package io.snapledger.catalog;

import io.snapledger.catalog.Facts.Fact;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Nullable;
import io.snapledger.events.UploadFinished;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Computes the attempts of a snapshot. */
final class AttemptFold {

    private static final Comparator<String> BY_NUMBER =
            Comparator.comparingInt(AttemptFold::number).thenComparing(Comparator.naturalOrder());

    /** Of several claims of one number, the one that got further tells how the attempt stands. */
    static final Comparator<SnapshotState> LIVELIEST = Comparator.comparingInt(List.of(
            SnapshotState.REQUESTED, SnapshotState.FAILED, SnapshotState.DUMPING, SnapshotState.DUMPED)::indexOf);

    private final Facts facts;

    AttemptFold(Facts facts) {
        this.facts = facts;
    }

    /** The number of an attempt that the codec has checked, 0 where there was none ({@code -}). */
    static int number(@Nullable String attempt) {
        int hyphen = attempt == null ? -1 : attempt.indexOf('-');
        return hyphen < 1 ? 0 : Integer.parseInt(attempt, 0, hyphen, 10);
    }

    /** In the order of their numbers; one that nobody has claimed stands without a claim. */
    List<Attempt> fold() {
        List<Attempt> attempts = new ArrayList<>();
        TreeSet<String> claims = claims();
        for (String attempt : claims) {
            attempts.add(claimed(attempt));
        }
        for (Fact<DumpRequested> requested : facts.all(DumpRequested.class)) {
            int number = requested.data().number();
            if (attempts.stream().noneMatch(it -> it.number() == number)) {
                attempts.add(new Attempt(
                        number,
                        null,
                        Attempt.State.REQUESTED,
                        null,
                        requested.time(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
            }
        }
        attempts.sort(Comparator.comparingInt(Attempt::number));
        return attempts;
    }

    private TreeSet<String> claims() {
        TreeSet<String> claims = new TreeSet<>(BY_NUMBER);
        Stream.of(
                        facts.all(DumpStarted.class).stream()
                                .map(it -> it.data().attempt()),
                        facts.all(DumpCompleted.class).stream()
                                .map(it -> it.data().attempt()),
                        facts.all(DumpFailed.class).stream().map(it -> it.data().attempt()),
                        facts.all(UploadFinished.class).stream()
                                .map(it -> it.data().attempt()))
                .flatMap(all -> all)
                .filter(attempt -> number(attempt) > 0)
                .forEach(claims::add);
        return claims;
    }

    private Attempt claimed(String attempt) {
        int number = number(attempt);
        Optional<Fact<DumpRequested>> requested = facts.first(DumpRequested.class, it -> it.number() == number);
        Optional<Fact<DumpStarted>> started =
                facts.first(DumpStarted.class, it -> it.attempt().equals(attempt));
        Optional<Fact<DumpCompleted>> sealed =
                facts.first(DumpCompleted.class, it -> it.attempt().equals(attempt));
        Optional<Fact<DumpFailed>> failed = facts.first(DumpFailed.class, it -> attempt.equals(it.attempt()));
        boolean committed = facts.first(UploadFinished.class, it -> it.attempt().equals(attempt))
                .isPresent();
        return new Attempt(
                number,
                attempt,
                state(committed, sealed.isPresent(), failed.isPresent()),
                started.map(it -> it.data().worker())
                        .or(() -> sealed.map(it -> it.data().worker()))
                        .orElse(null),
                requested.map(Fact::time).orElse(null),
                sealed.map(it -> it.data().content().startedAt())
                        .or(() -> started.map(Fact::time))
                        .orElse(null),
                sealed.map(it -> it.data().content().sealedAt()).orElse(null),
                failed.map(Fact::time).orElse(null),
                failed.map(it -> it.data().reason()).orElse(null),
                failed.map(it -> it.data().message()).orElse(null),
                failed.map(it -> it.data().retryable()).orElse(null));
    }

    private static Attempt.State state(boolean committed, boolean sealed, boolean failed) {
        if (committed) {
            return Attempt.State.COMMITTED;
        } else if (failed) {
            return Attempt.State.FAILED;
        }
        return sealed ? Attempt.State.SEALED : Attempt.State.RUNNING;
    }
}
