package dev.rollcall.ingest.history;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scim.ScimCodec;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A user or a group as it was at some time, without who is in which group. */
public sealed interface Snapshot {

    ResourceType type();

    String id();

    long version();

    /** The sequence of the change that made it so. */
    long sequence();

    Instant created();

    Instant lastModified();

    /** What the client set, as SCIM has it. */
    ObjectNode attributes();

    /** A user. */
    record OfUser(UserState state) implements Snapshot {
        @Override
        public ResourceType type() {
            return ResourceType.USER;
        }

        @Override
        public String id() {
            return state.getId();
        }

        @Override
        public long version() {
            return state.getVersion();
        }

        @Override
        public long sequence() {
            return state.getSequence();
        }

        @Override
        public Instant created() {
            return state.getCreated();
        }

        @Override
        public Instant lastModified() {
            return state.getLastModified();
        }

        @Override
        public ObjectNode attributes() {
            return ScimCodec.USER.write(state.getAttributes());
        }
    }

    /** A group. */
    record OfGroup(GroupState state) implements Snapshot {
        @Override
        public ResourceType type() {
            return ResourceType.GROUP;
        }

        @Override
        public String id() {
            return state.getId();
        }

        @Override
        public long version() {
            return state.getVersion();
        }

        @Override
        public long sequence() {
            return state.getSequence();
        }

        @Override
        public Instant created() {
            return state.getCreated();
        }

        @Override
        public Instant lastModified() {
            return state.getLastModified();
        }

        @Override
        public ObjectNode attributes() {
            return ScimCodec.GROUP.write(state.getAttributes());
        }
    }

    /** What a change has before or after it. */
    static Optional<Snapshot> of(@Nullable Object state) {
        return switch (state) {
            case UserState user -> Optional.of(new OfUser(user));
            case GroupState group -> Optional.of(new OfGroup(group));
            case null, default -> Optional.empty();
        };
    }
}
