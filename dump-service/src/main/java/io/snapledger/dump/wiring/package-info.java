/** How dump-service is put together in Quarkus. */
package io.snapledger.dump.wiring;
