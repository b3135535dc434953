/**
 * PostgreSQL 12 to 18: every database of a server as its own {@code pg_dump} archive, the roles as SQL, counts taken in
 * the very snapshot of the dump, and restores beside with a swap of all databases in one transaction.
 */
package io.snapledger.stores.postgresql;
