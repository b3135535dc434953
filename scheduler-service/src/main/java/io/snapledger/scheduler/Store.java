package io.snapledger.scheduler;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Map;
import java.util.TreeMap;

/**
 * One store of an open backup.
 *
 * @param name of the store
 * @param kind of the store; empty if unknown
 * @param snapshot id of its snapshot
 * @param number of the newest attempt, from 1
 * @param phase where it stands
 * @param answers repository -> what storage has said of the decision there
 */
public record Store(String name, String kind, String snapshot, int number, Phase phase, Map<String, String> answers) {

    /** The state that storage reports where there is no decision yet. */
    static final String NOT_DECIDED = "NONE";

    public Store {
        answers = Map.copyOf(answers);
    }

    Store with(Phase next) {
        return new Store(name, kind, snapshot, number, next, answers);
    }

    Store with(int newNumber, Phase next) {
        return new Store(name, kind, snapshot, newNumber, next, answers);
    }

    /** The next attempt: what storage could not decide of the last one is forgotten. */
    Store retried(int newNumber, Phase next) {
        Map<String, String> decided = new TreeMap<>(answers);
        decided.values().removeIf(NOT_DECIDED::equals);
        return new Store(name, kind, snapshot, newNumber, next, decided);
    }

    Store answered(String repository, String state) {
        Map<String, String> more = new TreeMap<>(answers);
        more.put(repository, state);
        return new Store(name, kind, snapshot, number, phase, more);
    }

    @JsonIgnore
    public boolean isClosed() {
        return phase instanceof Phase.Closed;
    }
}
