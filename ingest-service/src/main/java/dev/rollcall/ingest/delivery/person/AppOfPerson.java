package dev.rollcall.ingest.delivery.person;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One app, and what it has of a person.
 *
 * @param state what the app has
 * @param sequence of the newest change of the person that is settled there; null when none is
 * @param outcome of that one
 * @param since when that one was settled
 * @param isOut whether the person is out of the app, as far as the app was told and said
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AppOfPerson(
        String app,
        String name,
        String kind,
        State state,
        @Nullable Long sequence,
        @Nullable String outcome,
        @Nullable Instant since,
        @JsonProperty("out") boolean isOut) {

    /** What an app has of a person. */
    public enum State {
        /** An account, or it was told of the person. */
        LINKED,
        /** An account that was deactivated, or it was told that the person is. */
        DEACTIVATED,
        /** Nothing any more. */
        GONE,
        /** Nothing, ever. */
        NEVER,
        /** It isn't known: there are changes that it wasn't brought yet. */
        PENDING,
        /** It isn't known: the newest change was given up. */
        FAILED;

        @JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Pure.
     *
     * @param standing in the directory; null where it knows nothing of the person any more
     * @param entry of the ledger; null where there is none
     * @param isCaughtUp whether the app was brought all changes that there are
     */
    static AppOfPerson of(
            String app,
            String name,
            AppKind kind,
            Directory.@Nullable Standing standing,
            @Nullable LedgerEntry entry,
            boolean isCaughtUp) {
        State state = state(kind, standing, entry, isCaughtUp);
        LedgerEntry settled = entry == null || entry.sequence() == 0 ? null : entry;
        return new AppOfPerson(
                app,
                name,
                kind.name().toLowerCase(Locale.ROOT),
                state,
                settled == null ? null : settled.sequence(),
                settled == null ? null : settled.outcome().name().toLowerCase(Locale.ROOT),
                settled == null ? null : settled.at(),
                switch (state) {
                    case GONE, NEVER, DEACTIVATED -> true;
                    case LINKED, PENDING, FAILED -> false;
                });
    }

    private static State state(
            AppKind kind, Directory.@Nullable Standing standing, @Nullable LedgerEntry entry, boolean isCaughtUp) {
        boolean isBehind =
                standing == null ? !isCaughtUp : entry == null ? !isCaughtUp : entry.sequence() < standing.sequence();
        if (isBehind) {
            return State.PENDING;
        }
        if (entry == null) {
            return State.NEVER;
        }
        if (entry.outcome() == DeliveryOutcome.FAILED) {
            return State.FAILED;
        }
        boolean isGoneHere = standing == null || standing.active() == null;
        if (kind == AppKind.SCIM) {
            if (entry.deleted()) {
                return State.GONE;
            }
            if (entry.remoteId() == null) {
                return State.NEVER;
            }
            // an account that wasn't given up is there, whatever the directory knows
            return isGoneHere || isActive(standing) ? State.LINKED : State.DEACTIVATED;
        }
        return isGoneHere ? State.GONE : isActive(standing) ? State.LINKED : State.DEACTIVATED;
    }

    private static boolean isActive(Directory.@Nullable Standing standing) {
        return standing != null && Boolean.TRUE.equals(standing.active());
    }
}
