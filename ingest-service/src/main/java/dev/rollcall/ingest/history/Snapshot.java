package dev.rollcall.ingest.history;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scim.ScimCodec;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A user or a group as it was at some time, without who is in which group.
 *
 * @param sequence of the change that made it so
 * @param attributes what the client set, as SCIM has it
 */
public record Snapshot(
        ResourceType type,
        String id,
        long version,
        long sequence,
        Instant created,
        Instant lastModified,
        ObjectNode attributes) {

    static Snapshot ofUser(UserState user) {
        return new Snapshot(
                ResourceType.USER,
                user.getId(),
                user.getVersion(),
                user.getSequence(),
                user.getCreated(),
                user.getLastModified(),
                ScimCodec.USER.write(user.getAttributes()));
    }

    static Snapshot ofGroup(GroupState group) {
        return new Snapshot(
                ResourceType.GROUP,
                group.getId(),
                group.getVersion(),
                group.getSequence(),
                group.getCreated(),
                group.getLastModified(),
                ScimCodec.GROUP.write(group.getAttributes()));
    }

    /** What a change has before or after it. */
    static Optional<Snapshot> of(@Nullable Object state) {
        return switch (state) {
            case UserState user -> Optional.of(ofUser(user));
            case GroupState group -> Optional.of(ofGroup(group));
            case null, default -> Optional.empty();
        };
    }

    /** A copy, to which whoever gets it may add. */
    @Override
    public ObjectNode attributes() {
        return attributes.deepCopy();
    }
}
