package dev.rollcall.ingest.scim;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.scim.ScimCodec;

/** The SCIM resource types that are served, by the path segment of their endpoint. */
enum Endpoint {
    USERS("Users", "User", ResourceType.USER, ScimCodec.USER),
    GROUPS("Groups", "Group", ResourceType.GROUP, ScimCodec.GROUP);

    /** The path variable that both share. */
    static final String PATH = "/{endpoint:Users|Groups}";

    private final String segment;
    private final String resource;
    private final ResourceType type;
    private final ScimCodec<?> codec;

    Endpoint(String segment, String resource, ResourceType type, ScimCodec<?> codec) {
        this.segment = segment;
        this.resource = resource;
        this.type = type;
        this.codec = codec;
    }

    static Endpoint of(String segment) {
        return segment.equals(USERS.segment) ? USERS : GROUPS;
    }

    static Endpoint of(ResourceType type) {
        return type == ResourceType.USER ? USERS : GROUPS;
    }

    String segment() {
        return segment;
    }

    /** The resource type's name, as in {@code meta.resourceType}. */
    String resource() {
        return resource;
    }

    ResourceType type() {
        return type;
    }

    ScimCodec<?> codec() {
        return codec;
    }
}
