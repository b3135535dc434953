package io.snapledger.repository.protocol;

import java.util.List;

/**
 * What a decider answers to an event.
 *
 * @param state the new state
 * @param effects what to do next, in this order; the outcome of each comes back as an event
 */
public record Step<S, E>(S state, List<E> effects) {

    static <S, E> Step<S, E> to(S state, E effect) {
        return new Step<>(state, List.of(effect));
    }

    /** A final state. */
    static <S, E> Step<S, E> end(S state) {
        return new Step<>(state, List.of());
    }
}
