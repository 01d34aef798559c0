package dev.rollcall.schemas.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scim.ScimException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {

    private final UserState ada = Subjects.user("ada", true);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "userName eq \"ADA\"                                              | true",
                "active eq true                                                   | true",
                "active eq false                                                  | false",
                "groups.display eq \"sales\"                                      | true",
                "groups.value eq \"id-Sales\"                                     | true",
                "groups[display eq \"Sales\" and value eq \"id-Staff\"]           | false",
                "groups.display eq \"Board\"                                      | false",
                "not (groups.display eq \"Board\")                                | true",
                "groups pr                                                        | true",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"Sales\" | true",
                "urn:example:badge:1.0:User:level gt 2                            | true",
                "userName eq \"ada\" and groups.display eq \"Board\"              | false",
            })
    void hasAUserForWhomItsFilterHolds(String filter, boolean isIn) {
        assertThat(Scope.of(filter, null).has(ada, Subjects.in("Sales", "Staff")))
                .isEqualTo(isIn);
    }

    @Test
    void countsAUserWithoutActiveAsActive() {
        assertThat(Scope.of("active eq true", null).has(Subjects.userWithoutActive("ada"), List.of()))
                .isTrue();
    }

    @Test
    void hasAGroupForWhichItsFilterHolds() {
        Scope scope = Scope.of(null, "displayName sw \"App \"");

        assertThat(scope.has(Subjects.group("App users"))).isTrue();
        assertThat(scope.has(Subjects.group("Board"))).isFalse();
        assertThat(scope.has(ada, List.of())).as("users aren't filtered").isTrue();
    }

    @Test
    void hasAllWithoutFilters() {
        assertThat(Scope.of(null, " ")).isSameAs(Scope.ALL);
        assertThat(Scope.ALL.has(ada, List.of()) && Scope.ALL.has(Subjects.group("Board")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "groups.display eq \"Sales\"                    | true",
                "active eq true and not (GROUPS.value eq \"x\") | true",
                "active eq true                                 | false",
            })
    void tellsWhetherMembershipsMatter(String filter, boolean isTold) {
        assertThat(Scope.of(filter, null).looksAtMemberships()).isEqualTo(isTold);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "userNme eq \"ada\"       |                      | scope.users: The filter names userNme",
                "userName eq              |                      | scope.users: The filter isn't valid",
                "(active eq true          |                      | scope.users: The filter lacks a closing )",
                "active gt true           |                      | scope.users: The operator gt isn't defined for the attribute active",
                "                         | members.value eq \"u\" | scope.groups: members can't decide",
                "                         | userName eq \"ada\"  | scope.groups: The filter names userName",
            })
    void refusesAFilterThatIsNoneAndSaysWhereAndWhy(String users, String groups, String message) {
        assertThatThrownBy(() -> Scope.of(users, groups))
                .isInstanceOf(ScimException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void namesWhatOfTheFilterDoesNotHold() {
        Scope scope = Scope.of("active eq true and groups.display eq \"Board\" and userName sw \"a\"", null);

        assertThat(scope.unmet(ada, Subjects.in("Sales"))).containsExactly("groups");
        assertThat(scope.unmet(ada, Subjects.in("Board"))).isEmpty();
    }

    @Property(tries = 200)
    void isDecidedByTheDisplayOfOneGroupOnly(
            @ForAll @AlphaChars @StringLength(min = 1, max = 8) String wanted,
            @ForAll @AlphaChars @StringLength(min = 1, max = 8) String other) {
        Scope scope = Scope.of("groups.display eq \"" + wanted + "\"", null);

        assertThat(scope.has(ada, Subjects.in(other, wanted))).isTrue();
        assertThat(scope.has(ada, Subjects.in(other))).isEqualTo(other.equalsIgnoreCase(wanted));
        assertThat(scope.unmet(ada, Subjects.in(other)).isEmpty()).isEqualTo(scope.has(ada, Subjects.in(other)));
    }
}
