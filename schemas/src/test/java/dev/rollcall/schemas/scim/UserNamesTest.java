package dev.rollcall.schemas.scim;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Points 14 and 15. */
class UserNamesTest {

    @ParameterizedTest
    @CsvSource({"Ada@Example.com,ada@example.com", "ＡＤＡ,ada", "Ada Lovelace,ada lovelace", "JOSE\u0301,jos\u00e9"})
    void givesEqualNamesOneKey(String name, String key) {
        assertThat(UserNames.key(name)).isEqualTo(key);
    }

    @Property
    void hasAKeyForEveryName(@ForAll String name) {
        assertThat(UserNames.key(name)).isNotNull();
    }
}
