package dev.rollcall.sync.drift;

import dev.rollcall.event.ResourceType;
import tools.jackson.databind.node.ObjectNode;

/**
 * A resource of the app that stands for none of ours, as far as we know.
 *
 * @param name userName or displayName
 */
record Theirs(ResourceType type, String remoteId, String externalId, String name) {

    static Theirs of(ResourceType type, ObjectNode actual) {
        return new Theirs(type, text(actual, "id"), text(actual, "externalId"), text(actual, nameOf(type)));
    }

    /** The attribute by which an app may know it. */
    static String nameOf(ResourceType type) {
        return type == ResourceType.USER ? "userName" : "displayName";
    }

    private static String text(ObjectNode actual, String attribute) {
        return actual.properties().stream()
                .filter(member -> member.getKey().equalsIgnoreCase(attribute))
                .map(member -> member.getValue().asString(""))
                .findFirst()
                .orElse("");
    }

    @Override
    public String toString() {
        return "Theirs[" + type + ", " + remoteId + "]";
    }
}
