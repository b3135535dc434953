package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What a restore holds from here on in the log, so that no other restore writes there meanwhile. All claims are in one partition, and so
 * every replica judges them in one order: a claim that overlaps what another restore holds is void.
 *
 * @param restore id of the restore
 * @param worker replica that executes
 * @param number 1 for the first try, more after a crash
 * @param places where it would write, instead of what it has claimed before; none: it lets go
 * @param until when its time is over, whatever has become of its replica
 */
public record RestoreClaimed(String restore, String worker, int number, List<ClaimedPlace> places, Instant until)
        implements EventData {
    public RestoreClaimed {
        requireNonNull(restore, "restore is missing");
        requireNonNull(worker, "worker is missing");
        places = places == null ? List.of() : List.copyOf(places);
        requireNonNull(until, "until is missing");
    }

    @Override
    public String subject() {
        return restore;
    }

    @Override
    public String attemptPart() {
        return Integer.toString(number);
    }

    @Override
    public String indexPart() {
        return places.isEmpty() ? "1" : "0";
    }
}
