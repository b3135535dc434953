/**
 * How a snapshot comes to be exactly once, and disappears only on purpose. The deciders are pure: state and event in, new state
 * and effects out, without I/O, clock or random, so that a simulation runs the same code as production.
 * {@link io.snapledger.repository.protocol.RepositoryProtocol} executes their effects against a backend.
 */
package io.snapledger.repository.protocol;
