/** restore-service in its Quarkus process. */
package io.snapledger.restore.wiring;
