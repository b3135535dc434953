/** Events over HTTP, free of any framework. */
package io.snapledger.events.http;
