/** A backend that tells how often, how long and how much. */
package io.snapledger.repository.metered;
