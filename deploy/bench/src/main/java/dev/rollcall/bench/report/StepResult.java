package dev.rollcall.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.rollcall.bench.target.Counts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * Something that was done once: what the JSON line says. Times are in milliseconds since the request was sent.
 *
 * @param status of the answer, 0 when there was none
 * @param ms until the answer, or until it failed
 * @param events that a subscriber saw; null when they weren't counted
 * @param eventsMs until the last expected event was seen; null when none was expected
 * @param shownMs until the directory's reads showed all of it; null when they weren't asked, or never did
 * @param failure null when all was as it must be
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonPropertyOrder({"case", "step", "status", "ms", "answer_bytes"})
public record StepResult(
        @JsonProperty("case") String label,
        String step,
        int status,
        double ms,
        long answerBytes,
        @Nullable Counts events,
        @Nullable Counts expectedEvents,
        @Nullable Double eventsMs,
        @Nullable Double shownMs,
        @Nullable String failure) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public String json() {
        return JSON.writeValueAsString(this);
    }

    /** Whether the answer was right and just the right events were made. */
    @JsonIgnore
    public boolean isClean() {
        return failure == null && !isMiscounted();
    }

    /** Whether an event is missing or too many. */
    boolean isMiscounted() {
        return events != null && !events.equals(expectedEvents);
    }
}
