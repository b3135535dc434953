package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.posix.Status;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@link Workplace} that a restore into the same target has left because it was killed, or could not remove it. Only what this user made, and
 * nobody else can write, is taken for one.
 */
final class Leftover {

    private final TargetPlace place;
    private final ByteName name;
    private final RestoreMark mark;

    private Leftover(TargetPlace place, ByteName name, RestoreMark mark) {
        this.place = place;
        this.name = name;
        this.mark = mark;
    }

    /** All that were made for this target, by whatever restore. */
    static List<Leftover> of(TargetPlace place) throws IOException {
        List<Leftover> found = new ArrayList<>();
        long self = ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        for (ByteName name : place.base().names()) {
            if (Workplace.isWorkplace(name) && isOurs(place.base().status(name), self)) {
                read(place, name).ifPresent(found::add);
            }
        }
        return found;
    }

    private static boolean isOurs(Status status, long self) {
        return status.type() == Status.Type.DIRECTORY && status.owner() == self && (status.mode() & 0077) == 0;
    }

    private static Optional<Leftover> read(TargetPlace place, ByteName name) throws IOException {
        try (Directory directory = place.base().directory(name)) {
            return RestoreMark.read(directory)
                    .filter(mark -> mark.target().equals(place.targetName()))
                    .map(mark -> new Leftover(place, name, mark));
        }
    }

    RestoreMark mark() {
        return mark;
    }

    Path path() {
        return place.basePath().resolve(name.text());
    }

    /** Whether the restore that made it lives. */
    boolean isHeld() throws IOException {
        try (Directory directory = place.base().directory(name)) {
            Optional<RegularFile> lock = RestoreMark.lock(directory);
            lock.ifPresent(RegularFile::close);
            return lock.isEmpty();
        }
    }

    /** Whether what its restore made stands, wholly or in part, at the target. */
    boolean hasChangedTarget() throws IOException {
        if (mark.exchanged()) {
            return true;
        }
        return !mark.units().isEmpty() && inExchange(exchange -> exchange.isBegun(mark.units()));
    }

    /** Whether the exchange went through, so that what is left here is what was there before. */
    boolean isExchanged() throws IOException {
        if (mark.exchanged()) {
            return true;
        }
        return !mark.units().isEmpty() && inExchange(exchange -> exchange.isDone(mark.units()));
    }

    /**
     * Takes back what was exchanged in part, and removes the rest.
     *
     * @throws StoreException {@code BLOCKED}: its restore lives
     */
    void clear() throws StoreException, IOException {
        try (Directory directory = place.base().directory(name)) {
            Optional<RegularFile> lock = RestoreMark.lock(directory);
            if (lock.isEmpty()) {
                throw new StoreException(
                        Reason.BLOCKED,
                        "restore " + mark.restoreId() + " into '" + place.target() + "' is at work",
                        "wait until it has ended");
            }
            try (RegularFile held = lock.get()) {
                if (!mark.units().isEmpty() && !isExchanged()) {
                    inExchange(exchange -> {
                        exchange.takeBack(mark.units());
                        return true;
                    });
                }
                TreeRemoval.of(place.base(), name);
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        boolean run(Exchange exchange) throws IOException;
    }

    private boolean inExchange(Work work) throws IOException {
        try (Directory directory = place.base().directory(name);
                Exchange exchange =
                        new Exchange(directory, Workplace.TREE, place.base(), place.targetName(), place.openTarget())) {
            return work.run(exchange);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
