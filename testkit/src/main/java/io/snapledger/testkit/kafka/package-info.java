/** A real broker for tests. */
package io.snapledger.testkit.kafka;
