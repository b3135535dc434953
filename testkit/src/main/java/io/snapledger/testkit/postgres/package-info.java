/** A real PostgreSQL for tests, where its programs are installed. */
package io.snapledger.testkit.postgres;
