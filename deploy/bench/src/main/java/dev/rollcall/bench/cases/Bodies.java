package dev.rollcall.bench.cases;

import java.util.List;
import java.util.stream.Collectors;

/** SCIM bodies in the shape in which PingOne sends them, as text because they are made by the thousand. */
final class Bodies {

    private static final String PATCH = """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[%s]}""";

    private Bodies() {}

    static String user(String userName, long number, String title) {
        return """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"%1$s","externalId":"%1$s",\
                "active":true,"title":"%3$s","displayName":"Robin Example %2$d",\
                "name":{"givenName":"Robin","familyName":"Example %2$d","formatted":"Robin Example %2$d"},\
                "emails":[{"value":"%1$s@example.com","type":"work","primary":true}],\
                "phoneNumbers":[{"value":"+1 555 %2$d","type":"work"}]}""".formatted(userName, number, title);
    }

    static String group(String displayName) {
        return """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"%s"}""".formatted(displayName);
    }

    static String addMembers(List<String> ids) {
        String members = ids.stream().map("{\"value\":\"%s\"}"::formatted).collect(Collectors.joining(","));
        return PATCH.formatted("""
                {"op":"add","path":"members","value":[%s]}""".formatted(members));
    }

    static String removeMember(String id) {
        return PATCH.formatted("""
                {"op":"remove","path":"members[value eq \\"%s\\"]"}""".formatted(id));
    }
}
