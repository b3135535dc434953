/** What exists and what is missing: a projection of every event, and the queries over it. */
package io.snapledger.catalog;
