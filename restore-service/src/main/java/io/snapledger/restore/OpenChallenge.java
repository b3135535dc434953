package io.snapledger.restore;

import io.snapledger.repository.keys.Recipient;
import io.snapledger.repository.keys.RecoveryProof;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The challenge that waits for the holder of the recovery key. It stays the same until it is answered rightly: who only looks at it,
 * or answers wrongly, disturbs nobody who is about to answer.
 */
public final class OpenChallenge {

    private final SecureRandom random = new SecureRandom();
    private final AtomicReference<RecoveryProof> open = new AtomicReference<>();

    /** The challenge for the holder of a key. */
    public RecoveryProof.Challenge shown(Recipient recovery) {
        RecoveryProof proof = open.get();
        while (proof == null) {
            open.compareAndSet(null, RecoveryProof.challenge(recovery, random));
            proof = open.get();
        }
        return proof.challenge();
    }

    /** Takes an answer; after the right one there is another challenge, so that none is answered twice. */
    public boolean isAnsweredBy(Optional<String> answer) {
        RecoveryProof proof = open.get();
        return proof != null && answer.filter(proof::accepts).isPresent() && open.compareAndSet(proof, null);
    }
}
