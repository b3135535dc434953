package io.snapledger.stores.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            select `shop`.`a`.`x` AS `x` from `shop`.`a`                      | select `a`.`x` AS `x` from `a`
            select 1 from (`shop`.`a` join `shop`.`b` on(`shop`.`a`.`x` = 1)) | select 1 from (`a` join `b` on(`a`.`x` = 1))
            select `twice`(1), `shop`.`twice`(2)                              | select `twice`(1), `twice`(2)
            select `crm`.`a`.`x` from `crm`.`a`                               | select `crm`.`a`.`x` from `crm`.`a`
            select `a`.`shop`.`x` from `a`.`shop`                             | select `a`.`shop`.`x` from `a`.`shop`
            select `shop`.`shop`.`x` from `shop`.`shop`                       | select `shop`.`x` from `shop`
            select `shop`.`x` from `shop`.`a` `shop` where (`shop`.`x` > 1)   | select `shop`.`x` from `a` `shop` where (`shop`.`x` > 1)
            select '`shop`.`a`.`x`', 'it''s `shop`.`a`.`x`' from `shop`.`a`   | select '`shop`.`a`.`x`', 'it''s `shop`.`a`.`x`' from `a`
            select `y``shop`.`a`.`x` from `shop`.`y``shop`                    | select `y``shop`.`a`.`x` from `y``shop`
            select 1                                                          | select 1
            """)
    void namesOfItsOwnDatabaseStandWithoutIt(String told, String own) {
        assertThat(ViewText.unqualified(told, "shop")).isEqualTo(own);
    }
}
