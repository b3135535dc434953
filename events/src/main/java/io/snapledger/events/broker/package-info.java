/** A real Kafka broker within a JVM, for one machine and for tests. Whoever uses it declares the Kafka server itself. */
package io.snapledger.events.broker;
