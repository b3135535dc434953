/**
 * The kind {@code redis}: a Redis or Valkey server, read as a replica reads it (or key by key) and restored key by key. One reader of the
 * RDB format proves a dump, counts it, and feeds a restore.
 */
package io.snapledger.stores.redis;
