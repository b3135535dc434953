/**
 * WHAT is backed up: the contract {@link io.snapledger.stores.StoreEngine} and what its methods take and give. Every
 * kind of store is a package below this one and knows no other kind.
 */
package io.snapledger.stores;
