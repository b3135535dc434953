package io.snapledger.repository.retrying;

import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.Stray;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** A listing that begins again and shows everything once: objects come in the order of their keys, strays do not. */
final class Resumed {

    private final Consumer<ObjectStat> sink;
    private final Consumer<Stray> strays;
    private final Set<String> told = new HashSet<>();
    private String last = "";

    Resumed(Consumer<ObjectStat> sink, Consumer<Stray> strays) {
        this.sink = sink;
        this.strays = strays;
    }

    /** A failure of the receiver is none of the listing, whatever it is. */
    static final class SinkFailed extends RuntimeException {

        private static final long serialVersionUID = 1;

        private SinkFailed(RuntimeException failure) {
            super(failure);
        }

        RuntimeException failure() {
            return (RuntimeException) getCause();
        }
    }

    void show(ObjectStat object) {
        if (object.key().compareTo(last) > 0) {
            last = object.key();
            give(sink, object);
        }
    }

    void tell(Stray stray) {
        if (told.add(stray.name())) {
            give(strays, stray);
        }
    }

    private static <T> void give(Consumer<T> receiver, T thing) {
        try {
            receiver.accept(thing);
        } catch (RuntimeException e) {
            throw new SinkFailed(e);
        }
    }
}
