package dev.rollcall.schemas.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 59. */
class OrderTest {

    private static final QuerySchema USERS = QuerySchemas.of(ResourceType.USER);

    @Test
    void putsWhatHasNoValueLastAscendingAndFirstDescending() {
        var positions = List.of(new Position(null, "1"), new Position("b", "2"), new Position("a", "3"));
        assertThat(sorted("title", false, positions)).containsExactly("3", "2", "1");
        assertThat(sorted("title", true, positions)).containsExactly("1", "2", "3");
    }

    @Test
    void sortsByThePrimaryValueElseTheFirst() {
        var order = Order.of("emails", false, USERS, List.of());
        assertThat(order.key(
                        ScimJson.read("{\"emails\": [{\"value\": \"A\"}, {\"value\": \"B\", \"primary\": true}]}")))
                .isEqualTo("b");
        assertThat(order.key(ScimJson.read("{\"emails\": [{\"value\": \"A\"}, {\"value\": \"B\"}]}")))
                .isEqualTo("a");
        assertThat(order.key(ScimJson.read("{}"))).isNull();
    }

    @Test
    void comparesWithCaseOnlyWhatIsCaseExact() {
        var json = ScimJson.read("{\"externalId\": \"Ab\", \"displayName\": \"Ab\"}");
        assertThat(Order.of("externalId", false, USERS, List.of()).key(json)).isEqualTo("Ab");
        assertThat(Order.of("DISPLAYNAME", false, USERS, List.of()).key(json)).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shoeSize", "name", "emails[type eq \"work\"]", "a b", "..", "members"})
    void refuses(String sortBy) {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> Order.of(sortBy, false, USERS, List.of()))
                .returns("invalidValue", ScimException::scimType);
    }

    @Property
    void ordersNumbersAsNumbers(@ForAll BigDecimal a, @ForAll BigDecimal b) {
        assertThat(Integer.signum(ValueKeys.ORDER.compare(key(a), key(b)))).isEqualTo(Integer.signum(a.compareTo(b)));
    }

    @Property
    void ordersTextByCodePoint(@ForAll String a, @ForAll String b) {
        int[] one = a.codePoints().toArray();
        int[] other = b.codePoints().toArray();
        assertThat(Integer.signum(ValueKeys.ORDER.compare(a, b))).isEqualTo(Integer.signum(Arrays.compare(one, other)));
    }

    private static String key(BigDecimal number) {
        return ValueKeys.of(
                        QueryAttribute.of("n", QueryAttribute.Type.NUMBER, Collation.EXACT),
                        Objects.requireNonNull(
                                ScimJson.objectNode().put("n", number).get("n")))
                .orElseThrow();
    }

    private static Stream<String> sorted(String by, boolean descending, List<Position> positions) {
        return positions.stream()
                .sorted(Order.of(by, descending, USERS, List.of()).comparator())
                .map(Position::id);
    }
}
