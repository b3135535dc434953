/** A directory as repository, shared by the processes of one host. */
package io.snapledger.repository.directory;
