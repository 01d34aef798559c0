package dev.rollcall.ingest.hold;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.Hold;
import dev.rollcall.event.HoldDecision;
import dev.rollcall.event.HoldOutcome;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Keys;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A hold as the admin API shows it.
 *
 * @param state open, released or discarded
 * @param firstSequence of the changes that are held
 * @param lastSequence of them, as far as it is known
 * @param left who left within the window until the first one
 * @param users who were active at some time within that window
 * @param sharePercent of these users who left
 * @param changes how many are held
 * @param departures how many of them deactivate or delete an active user
 * @param apps enabled ones that follow the connection
 * @param operator who decided; absent while it is open
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record HoldView(
        String id,
        String connection,
        String state,
        Instant since,
        long firstSequence,
        long lastSequence,
        int left,
        long users,
        long sharePercent,
        long changes,
        long departures,
        List<String> apps,
        @Nullable Instant decidedAt,
        @Nullable String operator,
        @Nullable String reason) {

    private static final String OPEN = "open";

    static HoldView open(String connection, Hold hold, List<String> apps) {
        return of(connection, OPEN, hold, apps, null, null, null);
    }

    static HoldView decided(Settings.Entry<HoldDecision> entry) {
        HoldDecision decision = entry.value();
        return of(
                decision.getConnection(),
                label(decision.getOutcome()),
                decision.getHold(),
                List.of(),
                entry.setting().getTime(),
                decision.getOperator(),
                decision.getReason());
    }

    @JsonIgnore
    public boolean isOpen() {
        return state.equals(OPEN);
    }

    static String label(HoldOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static HoldView of(
            String connection,
            String state,
            Hold hold,
            List<String> apps,
            @Nullable Instant decidedAt,
            @Nullable String operator,
            @Nullable String reason) {
        return new HoldView(
                Keys.hold(connection, hold.getFirst()),
                connection,
                state,
                hold.getSince(),
                hold.getFirst(),
                hold.getLast(),
                hold.getLeft(),
                hold.getUsers(),
                hold.getUsers() == 0 ? 0 : hold.getLeft() * 100L / hold.getUsers(),
                hold.getChanges(),
                hold.getDepartures(),
                apps,
                decidedAt,
                operator,
                reason);
    }
}
