/** What people and platforms ask of the scheduler over HTTP. */
package io.snapledger.scheduler.inbound;
