/** What reaches dump-service: requests from Kafka, control events, storage-service that fetches segments. */
package io.snapledger.dump.inbound;
