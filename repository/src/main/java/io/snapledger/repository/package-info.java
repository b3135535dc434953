/**
 * Where snapshots rest. This package holds the contracts and their values: {@link io.snapledger.repository.RepositoryBackend}
 * (bytes under keys), {@link io.snapledger.repository.SnapshotRepository} (what dump and restore see of it),
 * {@link io.snapledger.repository.Decision} (what became of a snapshot) and {@link io.snapledger.repository.RepositoryLayout}
 * (every path). One package per kind of backend; {@code write} makes snapshots, {@code read} opens them, {@code protocol} decides.
 */
package io.snapledger.repository;
