package io.snapledger.cli;

import io.snapledger.repository.UnreadableDecision;

/** Names what cannot be read among the decisions of a repository; each hides no other. */
final class UnreadableDecisions {

    private final Session session;
    private boolean damaged;

    UnreadableDecisions(Session session) {
        this.session = session;
    }

    void add(UnreadableDecision one) {
        damaged |= !one.isStray();
        session.say((one.isStray() ? "Note: " : "DAMAGED: ") + one.message());
    }

    /** {@code DAMAGED} if a decision cannot be read; strays are somebody else's. */
    Exit exit() {
        return damaged ? Exit.DAMAGED : Exit.DONE;
    }
}
