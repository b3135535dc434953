/** Snapshots in repositories, and the addresses of storage-service over them, for tests of those who write and read. */
package io.snapledger.testkit.storage;
