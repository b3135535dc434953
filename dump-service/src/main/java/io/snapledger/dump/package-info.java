/**
 * dump-service: {@code dump.requested} to {@code segment.staged} … {@code dump.completed} or {@code dump.failed}.
 *
 * <p>The story in the order of the flow: {@link io.snapledger.dump.DumpDesk} waits for a slot and claims,
 * {@link io.snapledger.dump.DumpAttempt} dumps and seals, {@link io.snapledger.dump.Outbox} tells the ledger,
 * {@link io.snapledger.dump.SealedAttempts} keeps the bytes until storage-service has decided,
 * {@link io.snapledger.dump.ControlView} knows what others say about an attempt. This package is plain Java; Quarkus is in
 * {@code inbound}, {@code outbound} and {@code wiring}.
 */
package io.snapledger.dump;
