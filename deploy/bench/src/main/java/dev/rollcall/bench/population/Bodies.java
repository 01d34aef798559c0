package dev.rollcall.bench.population;

import java.util.List;
import java.util.stream.Collectors;

/** SCIM bodies in the shape in which PingOne sends them, as text because they are made by the thousand. */
public final class Bodies {

    private static final String PATCH = """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[%s]}""";

    private Bodies() {}

    static String user(String userName, long number, String title) {
        return """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"%1$s","externalId":"%1$s",\
                "active":true,"title":"%3$s","displayName":"Robin Example %2$d",\
                "name":{"givenName":"Robin","familyName":"Example %2$d","formatted":"Robin Example %2$d"},\
                "emails":[{"value":"%4$s","type":"work","primary":true}],\
                "phoneNumbers":[{"value":"+1 555 %2$d","type":"work"}]}""".formatted(userName, number, title, email(userName));
    }

    static String email(String userName) {
        return userName + "@example.com";
    }

    public static String group(String displayName) {
        return """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"%s"}""".formatted(displayName);
    }

    public static String group(String displayName, List<String> members) {
        return """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"%s","members":[%s]}""".formatted(displayName, values(members));
    }

    public static String replaceTitle(String title) {
        return PATCH.formatted("""
                {"op":"replace","path":"title","value":"%s"}""".formatted(title));
    }

    public static String addMembers(List<String> ids) {
        return PATCH.formatted("""
                {"op":"add","path":"members","value":[%s]}""".formatted(values(ids)));
    }

    public static String removeMember(String id) {
        return PATCH.formatted("""
                {"op":"remove","path":"members[value eq \\"%s\\"]"}""".formatted(id));
    }

    private static String values(List<String> ids) {
        return ids.stream().map("{\"value\":\"%s\"}"::formatted).collect(Collectors.joining(","));
    }
}
