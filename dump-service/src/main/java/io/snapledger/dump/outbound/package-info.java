/** What dump-service reaches: repositories, through storage-service. */
package io.snapledger.dump.outbound;
