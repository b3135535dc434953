/**
 * Keys: one data key per store and epoch ({@link io.snapledger.repository.keys.StoreKey}), wrapped for recipients by HPKE, and
 * the files in which a recipient's private key rests. Only dump, restore and a cold restore hold any of them.
 */
package io.snapledger.repository.keys;
