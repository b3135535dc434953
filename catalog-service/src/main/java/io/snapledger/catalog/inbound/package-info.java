/** How the catalog is reached: the ledger flows in, people and programs ask over HTTP. */
package io.snapledger.catalog.inbound;
