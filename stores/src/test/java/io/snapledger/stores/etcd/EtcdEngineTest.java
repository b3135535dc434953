package io.snapledger.stores.etcd;

/** Reached directly. */
class EtcdEngineTest extends EtcdContract {}
