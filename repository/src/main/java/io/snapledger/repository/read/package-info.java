/** Opens snapshots, trusting nothing that was not sealed by the store's key. */
package io.snapledger.repository.read;
