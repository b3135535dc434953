/** The catalog as a running service: configuration, Kafka, readers, rebuilds. */
package io.snapledger.catalog.wiring;
