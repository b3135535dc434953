package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.DocumentedOptions;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresqlOptionsDocumentedTest {

    private static final Map<String, String> UNKNOWN = Map.of("no-such-option", "1");
    private static final StoreDefinition STORE = new StoreDefinition("store", "postgresql", UNKNOWN);

    @Test
    void everyOptionOfAStoreIsDocumentedAndEveryDocumentedOneExists() throws Exception {
        StoreException refusal = catchThrowableOfType(StoreException.class, () -> PostgresqlOptions.of(STORE));

        assertThat(DocumentedOptions.known(refusal)).isEqualTo(DocumentedOptions.ofStore("postgresql"));
    }

    @Test
    void everyOptionOfARestoreIsDocumentedAndEveryDocumentedOneExists() throws Exception {
        RestoreTarget target = new RestoreTarget(STORE, UNKNOWN);
        StoreException refusal = catchThrowableOfType(StoreException.class, () -> RestoreOptions.of(target));

        assertThat(DocumentedOptions.known(refusal)).isEqualTo(DocumentedOptions.ofRestore("postgresql"));
    }
}
