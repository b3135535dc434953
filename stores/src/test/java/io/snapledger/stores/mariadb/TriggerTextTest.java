package io.snapledger.stores.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            CREATE TRIGGER shop.t before insert on shop.a for each row set @x = shop.f() | CREATE TRIGGER t before insert on a for each row set @x = shop.f()
            CREATE DEFINER=`a`@`%` TRIGGER `shop` . `t` AFTER UPDATE ON `a` FOR EACH ROW | CREATE DEFINER=`a`@`%` TRIGGER `t` AFTER UPDATE ON `a` FOR EACH ROW
            /*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER shop.t after delete on shop.`a b` for each row | /*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER t after delete on `a b` for each row
            CREATE TRIGGER if not exists t before insert on `shop`.a for each row | CREATE TRIGGER if not exists t before insert on a for each row
            CREATE TRIGGER `shop.x` before insert on `shop.a` for each row        | CREATE TRIGGER `shop.x` before insert on `shop.a` for each row
            CREATE PROCEDURE shop.t() select 1                                    | CREATE PROCEDURE shop.t() select 1
            """)
    void theDatabaseIsNotNamedBeforeTheTriggerAndItsTable(String told, String own) {
        assertThat(StatementKind.unqualified(told, "shop")).isEqualTo(own);
    }
}
