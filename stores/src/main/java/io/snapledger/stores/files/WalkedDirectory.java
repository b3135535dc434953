package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/** A directory that a walk is in: what of it is still to come, and which repository it belongs to. */
final class WalkedDirectory {

    private static final String OBJECTS = "objects";

    /** What was seen in a repository's objects, which may have to be read more than once. */
    private static final class Looks {
        private final Set<BytePath> seen = new HashSet<>();
        private boolean isIncomplete;
        private int count;
    }

    private final BytePath path;
    private final GitContext context;
    private final String inGit;
    private final Looks looks;
    private Iterator<ByteName> names;

    private WalkedDirectory(BytePath path, GitContext context, String inGit, Looks looks, Collection<ByteName> names) {
        this.path = path;
        this.context = context;
        this.inGit = inGit;
        this.looks = looks;
        this.names = names.stream().sorted(order()).iterator();
    }

    /** One outside of all repositories, or in a work tree. */
    static WalkedDirectory outside(BytePath path, Collection<ByteName> names) {
        return new WalkedDirectory(path, null, "", null, names);
    }

    /** A Git directory itself. */
    static WalkedDirectory git(BytePath path, GitContext context, Collection<ByteName> names) {
        return new WalkedDirectory(path, context, "", null, names);
    }

    /** One in this one. */
    WalkedDirectory inner(BytePath innerPath, Collection<ByteName> innerNames) {
        if (context == null) {
            return outside(innerPath, innerNames);
        }
        String inner = inGit(innerPath.name());
        Looks its = inner.equals(OBJECTS) ? new Looks() : looks;
        return new WalkedDirectory(innerPath, context, inner, its, innerNames);
    }

    /** By name; in a Git directory by rank. */
    private Comparator<ByteName> order() {
        Comparator<ByteName> byName = Comparator.naturalOrder();
        return context != null && inGit.isEmpty()
                ? Comparator.comparingInt((ByteName name) -> GitLayout.rank(name.text()))
                        .thenComparing(byName)
                : byName;
    }

    BytePath path() {
        return path;
    }

    /** Null outside of all repositories. */
    GitContext context() {
        return context;
    }

    /** The path of an entry within the Git directory. */
    String inGit(ByteName name) {
        return inGit.isEmpty() ? name.text() : inGit + "/" + name.text();
    }

    boolean isInObjects() {
        return looks != null;
    }

    boolean hasNext() {
        return names.hasNext();
    }

    ByteName next() {
        return names.next();
    }

    /** Whether an entry was not told before. */
    boolean isNew(BytePath entry) {
        return looks == null || looks.seen.add(entry);
    }

    /** An entry is there no more. @return whether it will be looked for again */
    boolean vanished(BytePath entry) {
        if (looks == null) {
            return false;
        }
        looks.seen.remove(entry);
        looks.isIncomplete = true;
        return true;
    }

    /** Whether all of the objects were read, and some of them vanished meanwhile. */
    boolean isToBeReadAgain() {
        return inGit.equals(OBJECTS) && looks.isIncomplete;
    }

    int looks() {
        return looks.count;
    }

    void again(Collection<ByteName> namesNow) {
        looks.isIncomplete = false;
        looks.count++;
        names = namesNow.stream().sorted(order()).iterator();
    }
}
