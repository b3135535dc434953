/**
 * Long files, written and read past the page cache of the system (open(2), O_DIRECT), so that a backup does not push out of memory
 * what databases keep there, and what is read again comes from the disk. Where a file system cannot do that, the same calls go
 * through the cache.
 */
package io.snapledger.repository.disk;
