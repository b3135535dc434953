package io.snapledger.restore;

import io.snapledger.events.ClaimedKey;
import io.snapledger.events.ClaimedPlace;
import io.snapledger.events.Event;
import io.snapledger.events.RestoreClaimed;
import io.snapledger.stores.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which restore holds which places, as the log of claims says: no two restores write to one place at a time, whichever replicas execute
 * them. Every replica reads all claims from the beginning, without a group, and so comes to the same verdicts; no clock of a reader is
 * asked. Who executes waits for the verdict on its own claim before it changes anything.
 */
public final class PlaceClaims {

    /** How long past its time a restore whose replica has vanished still holds its places, for clocks that differ and tools that linger. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    /**
     * A place that cannot be had.
     *
     * @param words the place, for a person
     * @param holder the restore that has it or a part of it
     * @param worker replica that executes it
     */
    record Taken(String words, String holder, String worker) {}

    private record Held(RestoreClaimed claim, List<Place> places) {

        boolean isOver(Instant now) {
            return now.isAfter(claim.until().plus(GRACE));
        }
    }

    private record Claim(String restore, int number) {}

    private final Map<String, Held> held = new HashMap<>();

    /** What somebody here waits for; absent: nothing known yet. */
    private final Map<Claim, Optional<Optional<Taken>>> awaited = new HashMap<>();

    /** Takes the next event of the ledger; all but claims are ignored. */
    public void accept(Event<?> event) {
        if (event.data() instanceof RestoreClaimed claim) {
            judge(claim, event.time());
        }
    }

    private synchronized void judge(RestoreClaimed claim, Instant time) {
        held.values().removeIf(other -> other.isOver(time));
        List<Place> places = claim.places().stream().map(PlaceClaims::place).toList();
        Optional<Taken> taken =
                places.stream().flatMap(place -> holder(claim, place).stream()).findFirst();
        if (places.isEmpty()) {
            held.remove(claim.restore());
        } else if (taken.isEmpty()) {
            held.put(claim.restore(), new Held(claim, places));
        }
        if (!places.isEmpty()) {
            awaited.replace(new Claim(claim.restore(), claim.number()), Optional.of(taken));
        }
        notifyAll();
    }

    private Optional<Taken> holder(RestoreClaimed wanted, Place place) {
        return held.values().stream()
                .filter(other -> !other.claim().restore().equals(wanted.restore()))
                .filter(other -> other.places().stream().anyMatch(place::overlaps))
                .findFirst()
                .map(other -> new Taken(
                        place.words(), other.claim().restore(), other.claim().worker()));
    }

    /** To be called before a claim is published whose verdict somebody waits for. */
    synchronized void expect(String restore, int number) {
        awaited.put(new Claim(restore, number), Optional.empty());
    }

    /**
     * Waits until the claim has come back from the log.
     *
     * @return the first place that another restore has; empty: all are held
     */
    synchronized Optional<Taken> verdict(String restore, int number) throws InterruptedException {
        Claim claim = new Claim(restore, number);
        try {
            while (Objects.requireNonNull(awaited.get(claim), "not expected").isEmpty()) {
                wait();
            }
            return awaited.get(claim).orElseThrow();
        } finally {
            awaited.remove(claim);
        }
    }

    /** How places stand in an event. */
    static List<ClaimedPlace> inEvent(List<StoreRestore> stores) {
        return stores.stream()
                .map(StoreRestore::place)
                .map(place -> new ClaimedPlace(
                        place.words(),
                        place.exclusive().stream()
                                .map(key -> new ClaimedKey(key.segments()))
                                .toList()))
                .toList();
    }

    private static Place place(ClaimedPlace claimed) {
        return new Place(
                claimed.words(),
                claimed.exclusive().stream()
                        .map(key -> new Place.Key(key.segments()))
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
