/**
 * A repository behind storage-service: the paths ({@link io.snapledger.repository.http.RepositoryPaths}), bodies and errors that
 * both sides use, and the client.
 */
package io.snapledger.repository.http;
