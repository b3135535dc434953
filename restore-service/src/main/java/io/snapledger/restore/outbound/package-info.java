/** What restore-service needs of others: safety snapshots of the scheduler. */
package io.snapledger.restore.outbound;
