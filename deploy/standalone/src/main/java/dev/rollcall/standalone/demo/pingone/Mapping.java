package dev.rollcall.standalone.demo.pingone;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** PingOne's attribute mapping: lays its values over the resource as the server returned it; pure. */
final class Mapping {

    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private Mapping() {}

    /** The resource to send whole: what isn't mapped goes back as it came. */
    static ObjectNode user(ObjectNode before, Employee employee) {
        ObjectNode user = before.deepCopy();
        schemas(user, CORE + "User", ENTERPRISE);
        user.put("userName", employee.userName())
                .put("active", employee.isEnabled())
                .put("title", employee.title());
        user.withObject("/name")
                .put("givenName", employee.given())
                .put("familyName", employee.family())
                .put("formatted", employee.given() + " " + employee.family());
        user.putArray("emails")
                .addObject()
                .put("value", employee.userName() + "@example.com")
                .put("type", "work")
                .put("primary", true);
        ObjectNode enterprise = user.path(ENTERPRISE) instanceof ObjectNode there ? there : user.putObject(ENTERPRISE);
        enterprise.put("department", employee.department()).put("employeeNumber", employee.number());
        return user;
    }

    /** A group as PingOne creates it: without members, which follow in a PUT. */
    static ObjectNode group(String name) {
        ObjectNode group = JsonMapper.shared().createObjectNode();
        schemas(group, CORE + "Group");
        return group.put("displayName", name);
    }

    /** The group to send whole, with all its members. */
    static ObjectNode members(ObjectNode before, List<String> remoteIds) {
        ObjectNode group = before.deepCopy();
        var members = group.putArray("members");
        remoteIds.forEach(id -> members.addObject().put("value", id));
        return group;
    }

    private static void schemas(ObjectNode resource, String... schemas) {
        JsonNode before = resource.path("schemas");
        var now = before.isArray() ? resource.withArray("/schemas") : resource.putArray("schemas");
        for (String schema : schemas) {
            if (now.valueStream().noneMatch(there -> there.asString("").equals(schema))) {
                now.add(schema);
            }
        }
    }
}
