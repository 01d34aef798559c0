package dev.rollcall.schemas.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.schemas.decide.EventUris;

/**
 * Which changes a replay is about, for who brings them as for who foretells what would be brought.
 *
 * @param isOfStates whether the app is brought to a state, to which a mere outcome adds nothing
 */
public record ReplayScope(ReplaySetting replay, boolean isOfStates) {

    public boolean concerns(String connection) {
        return replay.getConnections().isEmpty() || replay.getConnections().contains(connection);
    }

    public boolean concerns(IdentityChange change) {
        return concerns(change.getConnection())
                && (replay.getResource() == null
                        || replay.getResource().equals(change.getResource())
                                && replay.getResourceType() == change.getResourceType())
                && (replay.getFromSequence() == null || change.getSequence() >= replay.getFromSequence())
                && (replay.getFromTime() == null || !change.getTime().isBefore(replay.getFromTime()))
                && !(isOfStates && change.getKind().equals(EventUris.ASYNC_RESPONSE))
                && (replay.getMutedKinds().isEmpty() || !EventFeed.wants(replay.getMutedKinds(), change.getKind()));
    }
}
