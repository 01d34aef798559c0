package dev.rollcall.sync.delivery;

import dev.rollcall.event.User;
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

    static Content of(ScimTask task) {
        String id = task.newest().change().getResource();
        if (task.isDeletion()) {
            throw new IllegalArgumentException("A deleted resource has no content.");
        }
        return switch (task.type()) {
            case USER ->
                new Content(owned(ScimCodec.USER.write(counting(task.user().getAttributes())), id), "userName");
            case GROUP -> new Content(owned(ScimCodec.GROUP.write(task.group().getAttributes()), id), "displayName");
            case UNKNOWN -> throw new IllegalArgumentException("A resource of a type that this version doesn't know.");
        };
    }

    /** An app isn't left to guess whether a user is active whose client unassigned that; it gets what counts here. */
    private static User counting(User user) {
        return user.getActiveAssigned()
                ? user
                : User.newBuilder(user).setActiveAssigned(true).build();
    }

    private static ObjectNode owned(ObjectNode resource, String id) {
        return resource.put("externalId", id);
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
