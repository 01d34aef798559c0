package dev.rollcall.ingest.history;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;

/** Whose past is asked for. */
public record Subject(ResourceType type, String connection, String id) {

    /** Whether a change shows that the id is that of a resource of another type. */
    boolean isMistakenFor(IdentityChange change) {
        return change.getResource().equals(id) && change.getResourceType() != type;
    }
}
