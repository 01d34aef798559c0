package dev.rollcall.standalone.demo.pingone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.standalone.demo.pingone.Employee.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class MappingTest {

    private static final Employee ADA =
            new Employee("1001", "ada.abel1001", "Ada", "Abel", "Lead", "Sales", Status.ENABLED, null);

    @Test
    void sendsBackWhatIsNotMappedAsItCame() {
        ObjectNode before = (ObjectNode) JsonMapper.shared().readTree("""
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:example:User"], "id": "7",
                 "nickName": "Countess", "name": {"middleName": "K", "familyName": "Old"}}""");

        ObjectNode user = Mapping.user(before, ADA);

        assertThat(user.path("nickName").asString()).isEqualTo("Countess");
        assertThat(user.path("name").path("middleName").asString()).isEqualTo("K");
        assertThat(user.path("name").path("familyName").asString()).isEqualTo("Abel");
        assertThat(user.path("schemas").valueStream().map(schema -> schema.asString()))
                .contains("urn:example:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User");
        assertThat(Mapping.user(user, ADA)).isEqualTo(user);
    }

    @Test
    void createsAGroupWithoutMembersAndThenSendsThemAll() {
        ObjectNode group = Mapping.group("Sales Lima");

        assertThat(group.has("members")).isFalse();
        assertThat(Mapping.members(group, List.of("a", "b")).path("members").size())
                .isEqualTo(2);
    }
}
