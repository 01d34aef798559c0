package dev.rollcall.sync.delivery;

import dev.rollcall.schemas.scim.ScimCodec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A resource as a SCIM app gets it: our id as its externalId, for that is how we find it again.
 *
 * @param name the attribute that an app may know it by
 */
record Content(ObjectNode resource, String name) {

    /** @throws dev.rollcall.schemas.scope.MappingException when the app's mapping fails on the user */
    static Content of(ScimTask task) {
        String id = task.newest().change().getResource();
        if (task.isDeletion()) {
            throw new IllegalArgumentException("A deleted resource has no content.");
        }
        return switch (task.type()) {
            case USER -> new Content(task.rendering().apply(task.user()), "userName");
            case GROUP ->
                new Content(ScimCodec.GROUP.write(task.group().getAttributes()).put("externalId", id), "displayName");
            case UNKNOWN -> throw new IllegalArgumentException("A resource of a type that this version doesn't know.");
        };
    }

    String nameValue() {
        return resource.path(name).asString("");
    }

    /** Of what a PATCH without path replaces: everything but {@code schemas}. */
    ObjectNode attributes() {
        ObjectNode attributes = resource.deepCopy();
        attributes.remove("schemas");
        return attributes;
    }

    String hash() {
        try {
            byte[] bytes = JsonMapper.shared().writeValueAsString(resource).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
