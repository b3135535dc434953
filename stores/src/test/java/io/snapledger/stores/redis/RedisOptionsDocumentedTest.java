package io.snapledger.stores.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.DocumentedOptions;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisOptionsDocumentedTest {

    private static final Map<String, String> UNKNOWN = Map.of("no-such-option", "1");
    private static final StoreDefinition STORE = new StoreDefinition("store", "redis", UNKNOWN);

    @Test
    void everyOptionOfAStoreIsDocumentedAndEveryDocumentedOneExists() throws Exception {
        StoreException refusal = catchThrowableOfType(StoreException.class, () -> RedisOptions.of(STORE));

        assertThat(DocumentedOptions.known(refusal)).isEqualTo(DocumentedOptions.ofStore("redis"));
    }

    @Test
    void everyOptionOfARestoreIsDocumentedAndEveryDocumentedOneExists() throws Exception {
        RestoreTarget target = new RestoreTarget(STORE, UNKNOWN);
        StoreException refusal = catchThrowableOfType(StoreException.class, () -> RestoreOptions.of(target));

        assertThat(DocumentedOptions.known(refusal)).isEqualTo(DocumentedOptions.ofRestore("redis"));
    }
}
