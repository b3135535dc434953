/** Where snapshots rest: chunks, segments, manifest, decision, and the backends that keep them. */
package io.snapledger.repository;
