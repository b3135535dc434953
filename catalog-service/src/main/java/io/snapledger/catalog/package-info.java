/**
 * catalog-service: what exists, what is missing, and what happened. Every event of the ledger is kept, and rows about
 * backups, snapshots, restores and missed runs are computed from them ({@link io.snapledger.catalog.Projection}).
 */
package io.snapledger.catalog;
