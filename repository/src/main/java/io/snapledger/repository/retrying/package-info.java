/** A backend that asks again where that cannot do harm. */
package io.snapledger.repository.retrying;
