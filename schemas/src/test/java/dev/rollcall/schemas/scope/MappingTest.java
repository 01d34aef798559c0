package dev.rollcall.schemas.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class MappingTest {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private final ObjectNode ada = ResourceView.of(Subjects.user("ada", true), Subjects.in("Sales"));

    @Test
    void makesExactlyTheMappedAttributesAndTheirSchemas() {
        Mapping mapping = Mapping.of(Map.of(
                "userName",
                "$lowercase(emails[type='work'].value)",
                "NAME.familyName",
                "name.familyName & ' (' & userName & ')'",
                "emails",
                "emails[type='work'].{'value': value, 'primary': true}",
                "active",
                "active",
                "roles",
                "groups.{'value': display}",
                ENTERPRISE + ":department",
                "`" + ENTERPRISE + "`.department",
                "urn:example:badge:1.0:User:level",
                "`urn:example:badge:1.0:User`.level + 1"));

        assertThat(mapping.apply(ada).toString())
                .isEqualTo("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\","
                        + "\"urn:example:badge:1.0:User\",\"" + ENTERPRISE + "\"],"
                        + "\"name\":{\"familyName\":\"Lovelace (ada)\"},"
                        + "\"active\":true,"
                        + "\"emails\":[{\"value\":\"ada@Work.example\",\"primary\":true}],"
                        + "\"roles\":[{\"value\":\"Sales\"}],"
                        + "\"urn:example:badge:1.0:User\":{\"level\":4},"
                        + "\"" + ENTERPRISE + "\":{\"department\":\"Sales\"},"
                        + "\"userName\":\"ada@work.example\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"nickName", "null", "emails[type='other'].value", "$trim(\" \")", "[]", "{}"})
    void removesAnAttributeWhoseExpressionGivesNothing(String expression) {
        Mapping mapping = Mapping.of(Map.of("userName", "userName", "title", expression));

        assertThat(mapping.apply(ada).has("title")).isFalse();
    }

    @Test
    void leavesTheResourceAsItIsWithoutAMapping() {
        assertThat(Mapping.of(Map.of())).isSameAs(Mapping.NONE);
        assertThat(Mapping.NONE.apply(ada)).isSameAs(ada);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "title      | $uppercase(userName     | mapping of title: at character 19:",
                "title      | userName &              | mapping of title: at character",
                "titel      | userName                | mapping of titel: the path isn't an attribute",
                "emails.value | emails.value           | mapping of emails.value: is a part of each value of emails",
                "externalId | id                      | mapping of externalId: isn't an attribute that a mapping makes",
                "groups     | groups                  | mapping of groups: isn't an attribute that a mapping makes",
                "name[a eq  | name                    | mapping of name[a eq: the path",
                "USERNAME   | id                      | mapping of userName: overlaps",
            })
    void refusesAWrongExpressionAndSaysWhere(String attribute, String expression, String message) {
        var expressions = new TreeMap<>(Map.of("userName", "userName", attribute, expression));

        assertThatThrownBy(() -> Mapping.of(expressions))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesAMappingWithoutUserName() {
        assertThatThrownBy(() -> Mapping.of(Map.of("title", "title")))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("mapping of userName: is missing");
        assertThatThrownBy(() -> Mapping.of(Map.of("userName", "nickName")).apply(ada))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("mapping of userName: gives no text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "userName + 1",
                "$error(userName)",
                "$map",
                "(  $f := function($x) { $f($x) + 1 }; $f(1) )",
                "(  $f := function($x) { $f($x) }; $f(1) )",
                "$match($join([1..28].('a')) & '!', /^(.*a){18}$/)",
            })
    @Timeout(20)
    void failsWithinItsBoundsAndQuotesNoValue(String expression) {
        Mapping mapping = Mapping.of(Map.of("userName", "userName", "title", expression));

        assertThatThrownBy(() -> mapping.apply(ada))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("mapping of ")
                .hasMessageNotContaining("ada");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$pad('x', 1000000000) | pads to more",
                "$pad('x', -1000000000) | pads to more",
                "$map(['x'], $pad(?, 1000000000, '-')) | pads to more",
                "[1..10000000] | looks at more",
                "$string([1..900000]) | makes a value",
                "($s := $pad('x', 1000); $join([1..9000].('1'), $s)) | makes a value",
                "($s := $pad('x', 1000); $join([1..9000].($s))) | makes a value",
                "$replace($pad('x', 9000), 'x', $pad('y', 9000)) | makes a value",
                "($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $f('x', 60)) | makes a value",
                "($f := function($o, $n) { $n = 0 ? $o : $f([[$o], [$o]], $n - 1) }; $f({'a': 1}, 60)) | makes a value",
                "($f := function($o, $n) { $n = 0 ? $o : $f({'a': $o, 'b': $o}, $n - 1) }; $f(1, 60).**) | makes a value",
                "($a := [1..100000]; $count($a.$a)) | looks at more",
                "($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $s := $f('x', 17); $count($map([1..1000], function($n) { $s & $n }))) | makes more than 32000000 characters",
                "($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $s := $f('x', 17); $match($s, /x/)) | matches a text",
                "($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $s := $f('x', 17); $replace($s, /x/, 'y')) | matches a text",
                "$string([1..9000], true) | makes a value",
                "$fromMillis(0, '[Y,1000000000]') | has a time",
                "$now('[Y,1000000000]') | has a time",
                "$eval('1') | uses $eval",
                "($f := function() { $f() & 'x' }; $f()) | calls itself",
                "($f := function() { $f() }; $f()) | takes",
            })
    @Timeout(20)
    void makesNothingThatCouldTakeTheHeap(String expression, String problem) {
        Mapping mapping = Mapping.of(Map.of("userName", "userName", "title", expression));

        assertThatThrownBy(() -> mapping.apply(ada))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("mapping of title: " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$pad('x', 3, '-')                       | x--",
                "$pad('x', -3)                           |'  x'",
                "$join(groups.display, ', ')             | Sales",
                "$join(['a', 'b'])                       | ab",
                "$replace(userName, 'd', 'D')            | aDa",
                "$replace(userName, /a/, '<$0>', 1)      | <a>da",
                "$replace(userName, /a/, function($m) { $uppercase($m.match) }) | AdA",
                "$match(userName, /d(.)/).groups[0]      | a",
                "userName.$string()                      | ada",
                "$join($map([1, 2], $string), '-')       | 1-2",
                "$map(['x'], $pad(?, 3, '-'))            | x--",
                "$string({'a': 1})                       | {\"a\":1}",
                "$fromMillis(0, '[Y0001]-[M01,2-2]')     | 1970-01",
                "$substring($now(), 0, 2)                | 20",
            })
    void hasTheFunctionsThatItAsksBeforeAsTheyAre(String expression, String result) {
        Mapping mapping = Mapping.of(Map.of("userName", "userName", "title", expression));

        assertThat(mapping.apply(ada).path("title").asString()).isEqualTo(result);
    }

    /** Thousands of groups at each of some hundred steps are no reason to refuse. */
    @Test
    void takesAUserOfManyGroups() {
        String[] names = IntStream.range(0, 5_000).mapToObj(i -> "group-" + i).toArray(String[]::new);
        Mapping mapping = Mapping.of(Map.of(
                "userName",
                "userName",
                "roles",
                "groups[$contains(display, '99')].{'value': display, 'type': $uppercase($$.userName)}",
                "title",
                "$join($sort(groups.display)[[0..2]], ' ')"));

        assertThat(mapping.apply(ResourceView.of(Subjects.user("ada", true), Subjects.in(names)))
                        .path("roles"))
                .hasSize(95);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"groups[0].display | true", "userName | false", "subgroupsx | false"})
    void tellsWhetherMembershipsMatter(String expression, boolean isTold) {
        assertThat(Mapping.of(Map.of("userName", "userName", "title", expression))
                        .looksAtMemberships())
                .isEqualTo(isTold);
    }

    @Test
    void givesTheSameInManyThreads() {
        Mapping mapping = Mapping.of(Map.of("userName", "userName & $count(emails)", "title", "name.familyName"));
        var names = IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> mapping.apply(ResourceView.of(Subjects.user("u" + i, true), Subjects.in()))
                        .path("userName")
                        .asString());

        assertThat(names.toList())
                .isEqualTo(IntStream.range(0, 400).mapToObj(i -> "u" + i + "2").toList());
    }
}
