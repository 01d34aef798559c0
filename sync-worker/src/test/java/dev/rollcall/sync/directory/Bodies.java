package dev.rollcall.sync.directory;

import java.util.List;

/** What SCIM clients send. */
final class Bodies {

    private Bodies() {}

    static String user(String id, String active) {
        return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + id
                + "@example.com\",\"active\":" + active + "}";
    }

    static String group(String name, String... members) {
        String list = String.join(
                ",",
                List.of(members).stream().map(m -> "{\"value\":\"" + m + "\"}").toList());
        return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"" + name
                + "\",\"members\":[" + list + "]}";
    }

    static String members(String op, String... members) {
        String list = String.join(
                ",",
                List.of(members).stream().map(m -> "{\"value\":\"" + m + "\"}").toList());
        return "{\"Operations\":[{\"op\":\"" + op + "\",\"path\":\"members\",\"value\":[" + list + "]}]}";
    }
}
