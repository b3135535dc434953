/**
 * The kind {@code etcd}: the keys of a cluster. A dump is the snapshot that a member sends; its bytes are read, as the bbolt file that they
 * are, to prove and to count it. A restore prepares the data directory of a member, or writes key by key into a running cluster.
 */
package io.snapledger.stores.etcd;
