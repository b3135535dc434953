package io.snapledger.restore;

import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.RestoreCancelled;
import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestoreFailed;
import io.snapledger.events.RestorePlanned;
import io.snapledger.events.RestoreRequested;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What the ledger says of restores, whichever replica has them. It remembers the newest {@value #REMEMBERED}. */
public final class OpenRestores {

    static final int REMEMBERED = 10_000;

    private enum Fact {
        REQUESTED,
        CANCELLED,
        ENDED
    }

    private final Map<String, Set<Fact>> restores = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<Fact>> eldest) {
            return size() > REMEMBERED;
        }
    };

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** Takes the next event of the ledger; events may come in any order, and twice. */
    public void accept(Event<?> event) {
        EventData data = event.data();
        if (data instanceof RestoreRequested) {
            learn(event.subject(), Fact.REQUESTED);
        } else if (data instanceof RestoreCancelled) {
            learn(event.subject(), Fact.CANCELLED);
            listeners.forEach(listener -> listener.accept(event.subject()));
        } else if (data instanceof RestoreCompleted
                || data instanceof RestoreFailed
                || (data instanceof RestorePlanned planned && !planned.executes())) {
            learn(event.subject(), Fact.ENDED);
        }
    }

    private synchronized void learn(String restore, Fact fact) {
        restores.computeIfAbsent(restore, id -> new HashSet<>()).add(fact);
    }

    private synchronized boolean is(String restore, Fact fact) {
        return restores.getOrDefault(restore, Set.of()).contains(fact);
    }

    /** Told the id of each restore that is cancelled, on the thread that brought it; must be quick. */
    void onCancelled(Consumer<String> listener) {
        listeners.add(listener);
    }

    boolean isCancelled(String restore) {
        return is(restore, Fact.CANCELLED);
    }

    /** Whether it has ended anywhere. */
    public boolean hasEnded(String restore) {
        return is(restore, Fact.ENDED);
    }

    /** Whether it was asked for, and has not ended. */
    public boolean isOpen(String restore) {
        return is(restore, Fact.REQUESTED) && !hasEnded(restore);
    }
}
