/** How a service gets its configuration. */
package io.snapledger.settings.wiring;
