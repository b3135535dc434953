package io.snapledger.scheduler;

import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;

/**
 * A scheduled run that waits for an open backup of its plan.
 *
 * @param backup id that it will have
 * @param trigger the trigger that was accepted
 */
public record QueuedRun(String backup, Event<BackupTriggered> trigger) {}
