/** What reaches restore-service: people and platforms over HTTP, requests from Kafka. */
package io.snapledger.restore.inbound;
