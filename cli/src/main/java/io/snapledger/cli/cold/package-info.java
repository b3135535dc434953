/** What works with a repository and a key alone, when everything else is lost. */
package io.snapledger.cli.cold;
