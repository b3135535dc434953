/**
 * The {@code snapledger} command: one class for each command, a thin client of the services' HTTP interface. Data go to stdout, words
 * to stderr; the exit codes are a contract ({@link io.snapledger.cli.Exit}). {@code cold} works on a repository with no service
 * running.
 */
package io.snapledger.cli;
