/**
 * The kind {@code mariadb}: databases as the SQL of {@code mariadb-dump}, users and grants as SQL of our own; restored statement by statement
 * over a connection, beside what is there, and moved in by {@code RENAME TABLE}.
 */
package io.snapledger.stores.mariadb;
