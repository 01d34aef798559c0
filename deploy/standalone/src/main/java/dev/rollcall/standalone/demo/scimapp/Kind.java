package dev.rollcall.standalone.demo.scimapp;

/** The two resource types, and what must be unique in each. */
enum Kind {
    USER("User", "userName"),
    GROUP("Group", "displayName");

    private final String type;
    private final String name;

    Kind(String type, String name) {
        this.type = type;
        this.name = name;
    }

    String type() {
        return type;
    }

    /** The attribute that people know it by. */
    String nameAttribute() {
        return name;
    }

    String endpoint() {
        return type + "s";
    }

    String schema() {
        return "urn:ietf:params:scim:schemas:core:2.0:" + type;
    }
}
