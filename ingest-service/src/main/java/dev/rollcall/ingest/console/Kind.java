package dev.rollcall.ingest.console;

import dev.rollcall.event.ResourceType;
import org.jspecify.annotations.Nullable;

/** What has pages of its own; those of all are alike, but for their words. */
public enum Kind {
    PERSON(ResourceType.USER, "people"),
    GROUP(ResourceType.GROUP, "groups");

    private final ResourceType type;
    private final String folder;

    Kind(ResourceType type, String folder) {
        this.type = type;
        this.folder = folder;
    }

    /** @param folder as it is in paths */
    public static Kind in(String folder) {
        return folder.equals(GROUP.folder) ? GROUP : PERSON;
    }

    /**
     * Where more is told of what something is about.
     *
     * @param label of the resource's type, as the API has it
     * @return null where it is about nobody and no group
     */
    public static @Nullable String path(@Nullable String label, @Nullable String connection, @Nullable String id) {
        if (label == null || connection == null || id == null) {
            return null;
        }
        return switch (label) {
            case "user" -> PERSON.path(connection, id);
            case "group" -> GROUP.path(connection, id);
            default -> null;
        };
    }

    public ResourceType type() {
        return type;
    }

    public boolean isGroup() {
        return this == GROUP;
    }

    public String path(String connection, String id) {
        return "/console/connections/" + connection + '/' + folder + '/' + id;
    }
}
