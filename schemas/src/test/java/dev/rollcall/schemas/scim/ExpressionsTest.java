package dev.rollcall.schemas.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.filters.Filter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20, 800})
    @Timeout(10)
    void readsManyAndsBeforeAnOrAsJustWhatIsWritten(int ands) {
        String text = "id pr and ".repeat(ands) + "id pr or id pr";

        Filter filter = Expressions.filter(text);

        assertThat(size(filter)).isEqualTo(ands + 4);
        Path path = Expressions.path("at", "emails[" + text + "]");
        assertThat(size(Objects.requireNonNull(path.getElement(0).getValueFilter())))
                .isEqualTo(ands + 4);
    }

    @Test
    void keepsAGroupThatStandsBesideOthers() {
        assertThat(Expressions.filter("(a pr and b pr) and a pr and b pr or c pr"))
                .hasToString("(((a pr and b pr) and a pr and b pr) or c pr)");
    }

    /** The parser nests where the case of its operators changes. */
    @ParameterizedTest
    @ValueSource(strings = {"or", "and"})
    void readsOperatorsInAnyCaseWithoutNesting(String operator) {
        String mixed = (" type pr " + operator + " type pr " + operator.toUpperCase(Locale.ROOT)).repeat(400);
        Path path = Expressions.path("at", "emails[" + mixed.strip() + " type pr]");

        Filter filter = Objects.requireNonNull(path.getElement(0).getValueFilter());
        assertThat(filter.getCombinedFilters()).hasSize(801);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            emails[type eq "work"].value eq "a] b" | emails[(type eq "work" and value eq "a] b")]
            emails[type eq "a" or type pr].value  sw "b" and id pr | (emails[((type eq "a" or type pr) and value sw "b")] and id pr)
            not (emails[type eq "work"].primary eq true) | not (emails[(type eq "work" and primary eq true)])
            emails[type eq "work"].value PR or id pr | (emails[(type eq "work" and value pr)] or id pr)
            """)
    void readsAComparisonBehindBracketsAsOneWithin(String text, String expected) {
        assertThat(Expressions.filter(text)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "emails[type pr].",
                "emails[type pr].value",
                "emails[type pr].value eq",
                "emails[type pr].value eq )",
                "emails[type pr].value eq \"a\" \"b\"",
                "emails[type pr]. eq \"a\"",
                "emails[type pr].value eq \"a",
                "(emails[type pr].value eq \"a\"",
                "emails[type pr].value pr pr"
            })
    void refusesAnIncompleteComparisonBehindBrackets(String text) {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> Expressions.filter(text))
                .satisfies(e -> assertThat(e.scimType()).isEqualTo("invalidFilter"));
    }

    @Test
    void takesOperatorsInTextForText() {
        Filter filter = Expressions.filter("a eq \"x OR (y [ AND \\\" z\" OR b pr");

        assertThat(filter.getCombinedFilters().getFirst().getComparisonValue().stringValue())
                .isEqualTo("x OR (y [ AND \" z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "emails[type eq \"work\"",
                "(userName pr",
                "userName pr)",
                "emails[type eq \"work\")",
                "userName pr \u0000junk",
                "userName eq \"a\u0000\"",
                "userName eq \"\\u0000\"",
                "userName eq \"\\ud800\"",
                "userName eq \"a\\\"",
                "urn:x:1.0:User:y eq 1e400",
                "urn:x:1.0:User:y eq -1e999999999",
            })
    void refusesAFilterThatIsBrokenOrComparesWithWhatCannotBeStored(String text) {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> Expressions.filter(text))
                .returns("invalidFilter", ScimException::scimType);
    }

    @Test
    void refusesWhatIsTooLongOrTooDeepBeforeItIsParsed() {
        for (String text : List.of(
                "emails[" + "id pr and ".repeat(5_000) + "id pr or id pr]",
                "emails[" + "(".repeat(33) + "id pr" + ")".repeat(33) + "]",
                "emails[" + "a".repeat(1_001) + " pr]",
                "emails[type eq \"work\"",
                "emails[type eq \"\\u0000\"].value")) {
            assertThatExceptionOfType(ScimException.class)
                    .isThrownBy(() -> Expressions.path("at", text))
                    .returns("invalidFilter", ScimException::scimType);
        }
        for (String text :
                List.of("a".repeat(1_001), "a" + ".a".repeat(30_000), "urn:" + "x".repeat(1_000) + ":User:a[b pr]")) {
            assertThatExceptionOfType(ScimException.class)
                    .isThrownBy(() -> Expressions.path("at", text))
                    .returns("invalidPath", ScimException::scimType);
        }
    }

    @Property(tries = 300)
    void makesNoMorePartsThanThereAreWords(@ForAll("expressions") String text) {
        assertThat(size(Expressions.filter(text))).isLessThanOrEqualTo(text.split(" ", -1).length);
    }

    private static int size(Filter filter) {
        if (filter.getCombinedFilters() != null) {
            return 1
                    + filter.getCombinedFilters().stream()
                            .mapToInt(ExpressionsTest::size)
                            .sum();
        }
        if (filter.getInvertedFilter() != null) {
            return 1 + size(filter.getInvertedFilter());
        }
        return filter.getValueFilter() == null ? 1 : 1 + size(filter.getValueFilter());
    }

    /** Comparisons with operators between them, so that most are filters. */
    @Provide
    Arbitrary<String> expressions() {
        Arbitrary<String> comparisons = Arbitraries.of(
                "userName pr",
                "title eq \"a\"",
                "active eq true",
                "urn:x:1.0:User:y eq 1e40",
                "emails[type eq \"work\" and value pr or primary eq true]",
                "not (title pr)",
                "( title pr or id pr )");
        Arbitrary<String> operators = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.just(" and ")), Tuple.of(1, Arbitraries.of(" AND ", " or ", " OR ")));
        return Combinators.combine(comparisons, operators)
                .as((comparison, operator) -> comparison + operator)
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts) + "id pr");
    }
}
