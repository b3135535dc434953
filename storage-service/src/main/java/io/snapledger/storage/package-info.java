/** Puts segments into repositories, and commits, aborts and sweeps snapshots. Sees ciphertext only. */
package io.snapledger.storage;
