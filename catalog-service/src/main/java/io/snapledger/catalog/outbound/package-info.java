/** Where the catalog's rows rest. */
package io.snapledger.catalog.outbound;
