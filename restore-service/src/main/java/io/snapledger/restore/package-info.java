/**
 * Restores snapshots: {@link io.snapledger.restore.SnapshotSelection} finds what is meant,
 * {@link io.snapledger.restore.RestorePlanner} says what would happen, {@link io.snapledger.restore.RestoreExecution} does it, and
 * {@link io.snapledger.restore.RestoreDesk} sees that each request is done once and ends with one event. The first three need no
 * service: the command line uses them for a cold restore.
 */
package io.snapledger.restore;
