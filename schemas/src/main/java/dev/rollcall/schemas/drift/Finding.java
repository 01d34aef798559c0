package dev.rollcall.schemas.drift;

import dev.rollcall.event.ResourceType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One difference between what an app has and what it should have; a document of {@link #COLLECTION}. It holds ids and
 * names of attributes, and no value of any.
 *
 * @param connection of our resource; null where it is none of ours
 * @param resource our id; null where it is none of ours
 * @param remoteId the app's id; null where it has none
 * @param attributes paths of those that differ, such as {@code name.familyName} or {@code members}
 * @param membersMissing how many members the app's group lacks
 * @param membersExtra how many it has that it shouldn't
 * @param sequence of our newest state when it was found
 * @param detail why it couldn't be repaired; null where nobody tried, or it was
 */
public record Finding(
        String run,
        FindingKind kind,
        FindingCause cause,
        ResourceType type,
        @Nullable String connection,
        @Nullable String resource,
        @Nullable String remoteId,
        List<String> attributes,
        int membersMissing,
        int membersExtra,
        long sequence,
        FindingState state,
        @Nullable String detail,
        Instant at) {

    public static final String COLLECTION = "drift_findings";
    public static final String RUN = "run";
    public static final String KIND = "kind";
    public static final String CAUSE = "cause";
    public static final String STATE = "state";
    public static final String DETAIL = "detail";
    public static final String TYPE = "type";
    public static final String RESOURCE = "resource";

    public Finding {
        attributes = List.copyOf(attributes);
    }

    /** The same in the same run, however often it is found. */
    public String id() {
        String whose = resource == null ? "-/" + remoteId : connection + '/' + resource;
        String which = kind == FindingKind.UNLINKED ? whose + '/' + remoteId : whose;
        return UUID.nameUUIDFromBytes((type + "/" + which).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** The document's id of a run's finding: those of a run are beside each other. */
    public static String key(String run, String id) {
        return run + '/' + id;
    }

    /** The same, for another cause; what is none of ours stays so, for only who chose it may touch it. */
    public Finding because(FindingCause other) {
        if (resource == null) {
            return this;
        }
        return new Finding(
                run,
                kind,
                other,
                type,
                connection,
                resource,
                remoteId,
                attributes,
                membersMissing,
                membersExtra,
                sequence,
                state,
                detail,
                at);
    }

    public Finding in(FindingState state, @Nullable String detail) {
        return new Finding(
                run,
                kind,
                cause,
                type,
                connection,
                resource,
                remoteId,
                attributes,
                membersMissing,
                membersExtra,
                sequence,
                state,
                detail,
                at);
    }

    public Document toDocument() {
        return new Document("_id", key(run, id()))
                .append(RUN, run)
                .append(KIND, kind.name())
                .append(CAUSE, cause.name())
                .append(TYPE, type.name())
                .append("connection", connection)
                .append(RESOURCE, resource)
                .append("remoteId", remoteId)
                .append("attributes", attributes)
                .append("membersMissing", membersMissing)
                .append("membersExtra", membersExtra)
                .append("sequence", sequence)
                .append(STATE, state.name())
                .append(DETAIL, detail)
                .append("at", Date.from(at));
    }

    public static Finding from(Document document) {
        return new Finding(
                document.getString(RUN),
                FindingKind.valueOf(document.getString(KIND)),
                FindingCause.valueOf(document.getString(CAUSE)),
                ResourceType.valueOf(document.getString(TYPE)),
                document.getString("connection"),
                document.getString(RESOURCE),
                document.getString("remoteId"),
                document.getList("attributes", String.class),
                document.getInteger("membersMissing", 0),
                document.getInteger("membersExtra", 0),
                document.get("sequence", Number.class).longValue(),
                FindingState.valueOf(document.getString(STATE)),
                document.getString(DETAIL),
                document.getDate("at").toInstant());
    }

    @Override
    public String toString() {
        return "Finding[" + kind + ", " + cause + ", " + type + "]";
    }
}
