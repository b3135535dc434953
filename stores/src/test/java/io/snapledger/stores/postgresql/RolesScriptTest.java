package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.postgresql.RolesScript.Kind;
import org.junit.jupiter.api.Test;

class RolesScriptTest {

    private static final String SCRIPT = """
            --
            -- PostgreSQL database cluster dump
            --

            \\restrict abc

            SET default_transaction_read_only = off;

            CREATE ROLE app;
            ALTER ROLE app WITH LOGIN PASSWORD 'SCRAM;''x';
            CREATE ROLE "Odd; ""Role -- x";
            COMMENT ON ROLE app IS E'a \\\\ back\\'; slash';
            GRANT app TO "Odd; ""Role -- x" WITH ADMIN OPTION GRANTED BY postgres;
            GRANT SET ON PARAMETER work_mem TO app;
            CREATE TABLESPACE fast OWNER app LOCATION '/fast';
            \\unrestrict abc
            --
            -- PostgreSQL database cluster dump complete
            --

            """;

    @Test
    void statementsAreSplitAndClassifiedWhateverTheQuotesHold() {
        assertThat(RolesScript.parse(SCRIPT))
                .extracting(RolesScript.Statement::kind, RolesScript.Statement::role)
                .containsExactly(
                        tuple(Kind.OTHER, ""),
                        tuple(Kind.CREATE_ROLE, "app"),
                        tuple(Kind.ALTER_ROLE, "app"),
                        tuple(Kind.CREATE_ROLE, "Odd; \"Role -- x"),
                        tuple(Kind.COMMENT_ON_ROLE, "app"),
                        tuple(Kind.MEMBERSHIP, "Odd; \"Role -- x"),
                        tuple(Kind.OTHER, ""),
                        tuple(Kind.TABLESPACE, ""));
    }

    @Test
    void aScriptCutAtAnyCharacterIsRefused() {
        assertThatCode(() -> RolesDump.checkWhole(SCRIPT)).doesNotThrowAnyException();
        for (int i = 0; i < SCRIPT.length(); i++) {
            String cut = SCRIPT.substring(0, i);
            assertThatThrownBy(() -> RolesDump.checkWhole(cut)).isInstanceOf(StoreException.class);
        }
    }
}
