package io.snapledger.repository.memory;

import io.snapledger.repository.RepositoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Scripted faults. Each must be used up: {@link #requireAllHit} fails a test whose fault was never met. */
public final class Faults {

    private final List<Fault> script = new ArrayList<>();

    /** Which call. */
    public enum Call {
        CREATE,
        REPLACE,
        GET,
        READ,
        STAT,
        LIST,
        DELETE
    }

    private static final class Fault {
        private final Call call;
        private final Predicate<String> key;
        private final boolean executed;
        private final Supplier<RepositoryException> failure;
        private int times;

        private Fault(
                Call call, Predicate<String> key, int times, boolean executed, Supplier<RepositoryException> failure) {
            this.call = call;
            this.key = key;
            this.times = times;
            this.executed = executed;
            this.failure = failure;
        }
    }

    /** The next {@code times} such calls fail and do nothing. */
    public synchronized Faults fail(
            Call call, Predicate<String> key, int times, Supplier<RepositoryException> failure) {
        script.add(new Fault(call, key, times, false, failure));
        return this;
    }

    /** The next {@code times} such calls are executed, but the caller is told of a timeout. */
    public synchronized Faults executeThenTimeout(Call call, Predicate<String> key, int times) {
        script.add(new Fault(call, key, times, true, () -> timeout(call)));
        return this;
    }

    /** The next {@code times} such calls do nothing, and the caller is told of a timeout. */
    public Faults timeout(Call call, Predicate<String> key, int times) {
        return fail(call, key, times, () -> timeout(call));
    }

    /** An {@link AssertionError} if a fault was not used as often as scripted. */
    public synchronized void requireAllHit() {
        for (Fault fault : script) {
            if (fault.times > 0) {
                throw new AssertionError("a fault on " + fault.call + " was not met " + fault.times + " more times");
            }
        }
    }

    private static RepositoryException timeout(Call call) {
        return new RepositoryException.Transient("repository-timeout", "no answer to " + call + " in time");
    }

    <T> T around(Call call, String key, Supplier<T> action) {
        Fault fault = next(call, key);
        if (fault == null) {
            return action.get();
        }
        if (fault.executed) {
            T unused = action.get(); // done, and nobody is told
        }
        throw fault.failure.get();
    }

    private synchronized Fault next(Call call, String key) {
        for (Fault fault : script) {
            if (fault.call == call && fault.times > 0 && fault.key.test(key)) {
                fault.times--;
                return fault;
            }
        }
        return null;
    }
}
