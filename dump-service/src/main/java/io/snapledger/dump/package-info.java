/** Dumps stores into sealed segments on staging and serves them to storage-service. */
package io.snapledger.dump;
