/** The scheduler's database. */
package io.snapledger.scheduler.outbound;
