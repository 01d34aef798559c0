package dev.rollcall.ingest.stage;

import java.util.UUID;

/** Pushes people and groups of one connection, as a client does. */
public record Roll(HttpCalls scim) {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    private static final String PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    public String user(String name) {
        return scim.post("/Users", user(name, "")).expect(201).get("id").stringValue();
    }

    /** @param more members such as {@code , "title": "Boss"} */
    public static String user(String name, String more) {
        return """
                {"schemas": ["%s"], "userName": "%s"%s}""".formatted(USER, name, more);
    }

    public void replace(String id, String name, String more) {
        scim.put("/Users/" + id, user(name, more)).expect(200);
    }

    public String group(String name) {
        return scim.post("/Groups", """
                        {"schemas": ["%s"], "displayName": "%s"}""".formatted(GROUP, name))
                .expect(201)
                .get("id")
                .stringValue();
    }

    public void rename(String group, String name) {
        scim.patch("/Groups/" + group, patch("""
                        {"op": "replace", "path": "displayName", "value": "%s"}""".formatted(name))).expect(204);
    }

    public void join(String group, String user) {
        scim.patch("/Groups/" + group, patch("""
                        {"op": "add", "path": "members", "value": [{"value": "%s"}]}""".formatted(user))).expect(204);
    }

    public void leave(String group, String user) {
        scim.patch("/Groups/" + group, patch("""
                        {"op": "remove", "path": "members[value eq \\"%s\\"]"}""".formatted(user))).expect(204);
    }

    public void delete(String path) {
        scim.delete(path).expect(204);
    }

    private static String patch(String operation) {
        return """
                {"schemas": ["%s"], "Operations": [%s]}""".formatted(PATCH, operation);
    }

    /** A name that nobody has. */
    public static String name() {
        return "n" + UUID.randomUUID().toString().replace("-", "");
    }
}
