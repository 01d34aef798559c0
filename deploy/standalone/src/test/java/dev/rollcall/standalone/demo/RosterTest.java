package dev.rollcall.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RosterTest {

    private static final String USER = "{\"id\": \"%s\", \"userName\": \"%s\", \"title\": \"%s\"}";
    private static final String GROUP =
            "{\"id\": \"g\", \"displayName\": \"Sales\", \"members\": [{\"value\": \"%s\"}]}";

    @Test
    void isEqualWhateverIdsTheSystemsGive() {
        assertThat(roster("1", "ada", "Lead", "1").differences(roster("x", "ada", "Lead", "x")))
                .isEmpty();
    }

    @Test
    void seesAnotherAttributeAnotherPersonAndAnotherMember() {
        Roster roster = roster("1", "ada", "Lead", "1");

        assertThat(roster.differences(roster("1", "ada", "Analyst", "1")))
                .singleElement()
                .asString()
                .contains("ada");
        assertThat(roster.differences(roster("1", "bob", "Lead", "1"))).hasSize(3);
        assertThat(roster.differences(roster("1", "ada", "Lead", "9")))
                .singleElement()
                .asString()
                .contains("Sales", "unknown member");
    }

    @Test
    void seesOneWhoIsThereTwice() {
        Roster once = Roster.of(List.of(node(USER.formatted("1", "ada", "Lead"))), List.of());
        Roster twice = Roster.of(
                List.of(node(USER.formatted("1", "ada", "Lead")), node(USER.formatted("2", "ada", "Lead"))), List.of());

        assertThat(once.differences(twice)).hasSize(1);
    }

    private static Roster roster(String id, String name, String title, String member) {
        return Roster.of(List.of(node(USER.formatted(id, name, title))), List.of(node(GROUP.formatted(member))));
    }

    private static ObjectNode node(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }
}
