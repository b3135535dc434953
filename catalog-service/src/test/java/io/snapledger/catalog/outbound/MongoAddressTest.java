package io.snapledger.catalog.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import io.snapledger.catalog.Position;
import io.snapledger.settings.Secret;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MongoAddressTest {

    private static final Optional<Secret> PASSWORD = Optional.of(Secret.literal("p@:/ %+ü"));

    @Test
    void theDatabaseIsTheOneNamedElseSnapledger() {
        assertThat(address("mongodb://127.0.0.1:27017").database()).isEqualTo("snapledger");
        assertThat(address("mongodb://localhost/backups").database()).isEqualTo("backups");
        assertThat(address("mongodb://[::1]:27017/backups?replicaSet=rs").database())
                .isEqualTo("backups");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "catalog.db", "mongodb:", "mongodb://", "http://127.0.0.1/", "mongodb://h:99999999"})
    void whatIsNoAddressIsRefusedWithoutBeingRepeated(String wrong) {
        assertThatThrownBy(() -> address(wrong))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "snapledger.catalog.store is no address of a MongoDB; HINT: mongodb://USER@HOST:PORT/DATABASE?tls=true")
                .hasNoCause();
    }

    @Test
    void aPasswordInTheAddressIsRefusedAndNotRepeated() {
        for (Optional<Secret> given : List.of(PASSWORD, Optional.<Secret>empty())) {
            assertThatThrownBy(() -> new MongoAddress("mongodb://catalog:geheim@127.0.0.1/", given, false))
                    .hasMessageContaining("snapledger.catalog.store has a password in it")
                    .hasMessageContaining("; HINT: ")
                    .hasMessageNotContaining("geheim");
        }
    }

    @Test
    void aUserAndAPasswordBelongTogether() {
        assertThatThrownBy(() -> new MongoAddress("mongodb://catalog@127.0.0.1/", Optional.empty(), false))
                .hasMessageContaining("has a user and no password; HINT: ");
        assertThatThrownBy(() -> new MongoAddress("mongodb://127.0.0.1/", PASSWORD, false))
                .hasMessageContaining("has no user; HINT: ");
        assertThat(new MongoAddress("mongodb://cat%40log@127.0.0.1/db", PASSWORD, false).database())
                .isEqualTo("db");
    }

    @Test
    void aPasswordThatCannotBeReadIsTold() {
        Optional<Secret> missing = Optional.of(Secret.file("/nowhere/password"));

        assertThatThrownBy(() -> new MongoAddress("mongodb://catalog@127.0.0.1/", missing, false))
                .hasMessageContaining("/nowhere/password")
                .hasMessageContaining("; HINT: ");
    }

    @Test
    void beyondTheLoopbackTheAddressSaysWhetherByTls() {
        for (String open : List.of("mongodb://192.0.2.7/", "mongodb://127.0.0.1,192.0.2.7/?replicaSet=rs")) {
            assertThatThrownBy(() -> address(open))
                    .hasMessageContaining("does not say whether by TLS; HINT: add tls=true");
        }
        assertThat(address("mongodb://192.0.2.7/?tls=true").database()).isEqualTo("snapledger");
        assertThat(address("mongodb://192.0.2.7/?tls=false").database()).isEqualTo("snapledger");
        assertThat(new MongoAddress("mongodb://192.0.2.7/", Optional.empty(), true).database())
                .isEqualTo("snapledger");
    }

    @Test
    void aServerThatIsAwayStopsNobodyFromStartingAndIsToldWhenItIsAsked() {
        MongoClient client =
                address("mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=300").connect(Optional.empty());
        try (MongoCatalogStore store = MongoCatalogStore.open(client, "snapledger", System::nanoTime)) {
            assertThatThrownBy(store::leads)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the catalog's database does not do what is asked")
                    .hasMessageContaining("; HINT: ");
            assertThatThrownBy(() -> store.save(List.of(), Position.START)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(store::position).isInstanceOf(IllegalStateException.class);
        }
    }

    private static MongoAddress address(String text) {
        return new MongoAddress(text, Optional.empty(), false);
    }
}
