package io.snapledger.stores.redis;

import java.util.Map;

/** Read as a replica reads. */
class RedisEngineTest extends RedisContract {

    @Override
    Map<String, String> reading() {
        return Map.of();
    }
}
