/** The five services and a Kafka broker in one process: the default for one machine. */
package io.snapledger.standalone;
