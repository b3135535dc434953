package io.snapledger.stores.redis;

import java.util.Map;

/** Read key by key. */
class RedisScanEngineTest extends RedisContract {

    @Override
    Map<String, String> reading() {
        return Map.of("method", "scan");
    }
}
