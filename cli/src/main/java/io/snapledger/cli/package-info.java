/** The snapledger command. */
package io.snapledger.cli;
