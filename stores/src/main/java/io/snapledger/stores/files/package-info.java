/**
 * A directory tree as one tar stream, aware of the Git repositories in it: their refs are captured at one moment, their
 * objects after that, and both are checked after a restore.
 */
package io.snapledger.stores.files;
