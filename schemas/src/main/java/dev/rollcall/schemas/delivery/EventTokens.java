package dev.rollcall.schemas.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.decide.EventUris;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Renders changes as the claims of Security Event Tokens (RFC 8417) with SCIM events (RFC 9967). Pure but for the time of
 * issue, which is told: the same change and feed give the same tokens.
 */
public final class EventTokens {

    /** OpenID CAEP 1.0 §3.1; its timestamp is in seconds. */
    public static final String SESSION_REVOKED = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";

    private static final JsonMapper JSON = JsonMapper.shared();

    private EventTokens() {}

    /**
     * The tokens of a change, to be sent in this order: one with its events, and where a user's sessions end with it one
     * that says so. None where the feed doesn't want any of these.
     *
     * @param endsSessions whether sessions of who is deactivated or deleted end, as the connection has it
     * @param issued when this is
     */
    public static List<EventToken> of(IdentityChange change, EventFeed feed, boolean endsSessions, Instant issued) {
        var tokens = new ArrayList<EventToken>();
        EventSubject subject = EventSubject.of(change);
        switch (change.getKind()) {
            case EventUris.FEED_ADD -> entered(subject, change, feed, issued).ifPresent(tokens::add);
            case EventUris.FEED_REMOVE -> left(subject, change, feed, issued).ifPresent(tokens::add);
            default -> {
                ObjectNode events = EventPayloads.of(change, subject, feed);
                if (!events.isEmpty()) {
                    ObjectNode named = OutcomePayload.isOfNothing(change) ? subject.absentJson() : subject.json();
                    tokens.add(token("", change, named, events, feed, issued));
                }
            }
        }
        if (endsSessions && isLeaving(change) && feed.wants(SESSION_REVOKED)) {
            ObjectNode revoked = JSON.createObjectNode();
            revoked.set(SESSION_REVOKED, revocation(change));
            tokens.add(token("-session-revoked", change, subject.json(), revoked, feed, issued));
        }
        return List.copyOf(tokens);
    }

    /**
     * Tells that a resource came into an app's scope, which doesn't mean that it is new (RFC 9967 §2.3.1).
     *
     * @param cause the change by which it did, of this resource or of another one
     */
    static Optional<EventToken> entered(EventSubject subject, IdentityChange cause, EventFeed feed, Instant issued) {
        return scope(EventUris.FEED_ADD, "-feed-add-", subject, cause, feed, issued);
    }

    /** Tells that a resource left an app's scope, which doesn't mean that it is gone (§2.3.2); never of a deleted one. */
    static Optional<EventToken> left(EventSubject subject, IdentityChange cause, EventFeed feed, Instant issued) {
        return scope(EventUris.FEED_REMOVE, "-feed-remove-", subject, cause, feed, issued);
    }

    private static Optional<EventToken> scope(
            String uri, String suffix, EventSubject subject, IdentityChange cause, EventFeed feed, Instant issued) {
        if (!feed.wants(uri)) {
            return Optional.empty();
        }
        ObjectNode events = JSON.createObjectNode();
        events.putObject(uri);
        return Optional.of(token(suffix + subject.id(), cause, subject.json(), events, feed, issued));
    }

    private static EventToken token(
            String suffix,
            IdentityChange change,
            ObjectNode subject,
            ObjectNode events,
            EventFeed feed,
            Instant issued) {
        String jti = change.getId() + suffix + "@" + feed.app();
        ObjectNode claims = JSON.createObjectNode()
                .put("iss", feed.issuer())
                .put("iat", issued.getEpochSecond())
                .put("jti", jti)
                .put("aud", feed.audience())
                .put("txn", change.getTxn())
                .put("toe", change.getTime().getEpochSecond());
        claims.set("sub_id", subject);
        claims.set("events", events);
        claims.put("connection", change.getConnection()).put("sequence", change.getSequence());
        return new EventToken(jti, JSON.writeValueAsString(claims));
    }

    private static boolean isLeaving(IdentityChange change) {
        return change.getResourceType() == ResourceType.USER
                && (isDeletion(change) || change.getAlsoKinds().contains(EventUris.DEACTIVATE));
    }

    private static ObjectNode revocation(IdentityChange change) {
        ObjectNode event =
                JSON.createObjectNode().put("event_timestamp", change.getTime().getEpochSecond());
        event.putObject("reason_admin")
                .put("en", isDeletion(change) ? "The user was deleted." : "The user was deactivated.");
        return event;
    }

    private static boolean isDeletion(IdentityChange change) {
        return change.getKind().equals(EventUris.DELETE);
    }
}
