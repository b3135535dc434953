/** Clock, triggers, deadlines and retries: turns backup.triggered into dump.requested until every backup has ended once. */
package io.snapledger.scheduler;
