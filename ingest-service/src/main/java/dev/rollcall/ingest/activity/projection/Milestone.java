package dev.rollcall.ingest.activity.projection;

import dev.rollcall.event.CallOutcome;
import dev.rollcall.event.Operation;
import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.decide.EventUris;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a connection's client does for the first time while it is being set up, in the order in which it comes. */
public enum Milestone {
    /** A call with a credential of the connection. */
    AUTHENTICATED,
    /** Users or groups looked up by a filter. */
    LOOKUP,
    /** A user created or brought up to date. */
    USER,
    /** A group created or brought up to date. */
    GROUP,
    /** A user became a member of a group. */
    MEMBERSHIP,
    /** A user deactivated or deleted. */
    DEACTIVATION;

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;

    /** As documents and the API name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a call did. */
    static Set<Milestone> reached(RequestLogEntry entry) {
        var reached = EnumSet.noneOf(Milestone.class);
        if (entry.getCredential() != null && entry.getStatus() != UNAUTHORIZED) {
            reached.add(AUTHENTICATED);
        }
        if (entry.getOutcome() == CallOutcome.ANSWERED && isLookup(entry)) {
            reached.add(LOOKUP);
        }
        // what is only predicted or accepted is told again once it is decided
        if (entry.getOutcome() != CallOutcome.APPLIED && entry.getOutcome() != CallOutcome.UNCHANGED) {
            return reached;
        }
        switch (entry.getOperation()) {
            case CREATE, REPLACE, PATCH -> reached.add(entry.getResourceType() == ResourceType.GROUP ? GROUP : USER);
            case DELETE, UNKNOWN -> {}
        }
        if (entry.getMembersAdded() > 0) {
            reached.add(MEMBERSHIP);
        }
        if (isDeactivation(entry)) {
            reached.add(DEACTIVATION);
        }
        return reached;
    }

    /** What a call tried in vain. */
    static Set<Milestone> missed(RequestLogEntry entry) {
        if (!isTrouble(entry)) {
            return Set.of();
        }
        int status = entry.getStatus();
        if (status == UNAUTHORIZED || entry.getCredential() == null && (status == FORBIDDEN || status == TOO_MANY)) {
            return Set.of(AUTHENTICATED);
        }
        if (isLookup(entry)) {
            return Set.of(LOOKUP);
        }
        return switch (entry.getOperation()) {
            case CREATE, REPLACE, PATCH ->
                entry.getResourceType() == ResourceType.GROUP ? Set.of(GROUP, MEMBERSHIP) : Set.of(USER);
            case DELETE -> entry.getResourceType() == ResourceType.USER ? Set.of(DEACTIVATION) : Set.of();
            case UNKNOWN -> Set.of();
        };
    }

    static boolean isTrouble(RequestLogEntry entry) {
        return entry.getOutcome() == CallOutcome.REFUSED || entry.getOutcome() == CallOutcome.FAILED;
    }

    private static boolean isLookup(RequestLogEntry entry) {
        return entry.getOperation() == Operation.UNKNOWN
                && entry.getQuery() != null
                && entry.getQuery().contains("filter=");
    }

    private static boolean isDeactivation(RequestLogEntry entry) {
        return entry.getResourceType() == ResourceType.USER
                && (entry.getKinds().contains(EventUris.DEACTIVATE)
                        || entry.getKinds().contains(EventUris.DELETE));
    }
}
