package dev.rollcall.schemas.directory;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.MembershipState;
import dev.rollcall.event.MultiValue;
import dev.rollcall.event.RequestOutcome;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.scim.UserNames;
import dev.rollcall.schemas.topic.Keys;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The documents of the directory. {@code _id} is the record's key on its topic, {@code state} the whole record, and
 * beside it stand the prepared values that are looked up. What is removed stays for a while as {@code {_id, sequence,
 * deletedAt}}, so that a late older write can't bring it back; it has none of the fields that queries use.
 */
public final class DirectoryDocuments {

    public static final String ID = "_id";
    public static final String SEQUENCE = "sequence";
    public static final String CONNECTION = "connection";
    public static final String DELETED_AT = "deletedAt";
    public static final String STATE = "state";
    public static final String TIME = "time";
    public static final String USER_NAME = "userName";
    public static final String EXTERNAL_ID = "externalId";
    public static final String EMAILS = "emails";
    public static final String DISPLAY_NAME = "displayName";
    public static final String USER = "user";
    public static final String GROUP = "group";

    private DirectoryDocuments() {}

    /** @param now when the document is written, for what is removed */
    public static Document of(StateWrite write, Instant now) {
        return switch (write) {
            case StateWrite.OfUser user -> user(user);
            case StateWrite.OfGroup group -> group(group);
            case StateWrite.OfMembership membership -> membership(membership);
            case StateWrite.OfOutcome outcome -> outcome(outcome);
            case StateWrite.Removed removed ->
                new Document(ID, removed.key())
                        .append(SEQUENCE, removed.sequence())
                        .append(DELETED_AT, Date.from(now));
        };
    }

    /** The user in a document; null when the document only says that it was removed. */
    public static @Nullable UserState user(Document document) {
        return document.get(STATE) instanceof Document state
                ? AvroDocuments.fromDocument(UserState.class, state)
                : null;
    }

    /** The group in a document; null when the document only says that it was removed. */
    public static @Nullable GroupState group(Document document) {
        return document.get(STATE) instanceof Document state
                ? AvroDocuments.fromDocument(GroupState.class, state)
                : null;
    }

    /** The membership in a document; null when the document only says that it was removed. */
    public static @Nullable MembershipState membership(Document document) {
        return document.get(STATE) instanceof Document state
                ? AvroDocuments.fromDocument(MembershipState.class, state)
                : null;
    }

    /** What became of an asynchronous request, from its document. */
    public static @Nullable RequestOutcome outcome(Document document) {
        return document.get(STATE) instanceof Document state
                ? AvroDocuments.fromDocument(RequestOutcome.class, state)
                : null;
    }

    private static Document outcome(StateWrite.OfOutcome outcome) {
        RequestOutcome state = outcome.state();
        return new Document(ID, outcome.key())
                .append(SEQUENCE, outcome.sequence())
                .append(CONNECTION, state.getConnection())
                .append(TIME, Date.from(state.getTime()))
                .append(STATE, AvroDocuments.toDocument(state));
    }

    private static Document user(StateWrite.OfUser user) {
        UserState state = user.state();
        var attributes = state.getAttributes();
        Document document = new Document(ID, user.key())
                .append(SEQUENCE, user.sequence())
                .append(CONNECTION, state.getConnection())
                .append(USER_NAME, UserNames.key(attributes.getUserName()));
        append(document, EXTERNAL_ID, attributes.getExternalId());
        append(document, DISPLAY_NAME, folded(attributes.getDisplayName()));
        List<String> emails = attributes.getEmails().stream()
                .map(MultiValue::getValue)
                .filter(Objects::nonNull)
                .map(UserNames::folded)
                .distinct()
                .toList();
        if (!emails.isEmpty()) {
            document.append(EMAILS, emails);
        }
        return document.append(STATE, AvroDocuments.toDocument(state));
    }

    private static Document group(StateWrite.OfGroup group) {
        GroupState state = group.state();
        Document document = new Document(ID, group.key())
                .append(SEQUENCE, group.sequence())
                .append(CONNECTION, state.getConnection());
        append(document, DISPLAY_NAME, folded(state.getAttributes().getDisplayName()));
        append(document, EXTERNAL_ID, state.getAttributes().getExternalId());
        return document.append(STATE, AvroDocuments.toDocument(state));
    }

    private static Document membership(StateWrite.OfMembership membership) {
        MembershipState state = membership.state();
        return new Document(ID, membership.key())
                .append(SEQUENCE, membership.sequence())
                .append(CONNECTION, state.getConnection())
                .append(GROUP, state.getGroup())
                .append(USER, Keys.resource(state.getConnection(), state.getUser()))
                .append(STATE, AvroDocuments.toDocument(state));
    }

    private static @Nullable String folded(@Nullable String value) {
        return value == null ? null : UserNames.folded(value);
    }

    private static void append(Document document, String name, @Nullable String value) {
        if (value != null) {
            document.append(name, value);
        }
    }
}
