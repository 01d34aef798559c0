package dev.rollcall.ingest.activity.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How far a call has come.
 *
 * @param stage where it is
 * @param summary the same as a sentence
 * @param changes that came of it, in order
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Journey(Stage stage, String summary, List<Step> changes) {

    /** Where a call can be. */
    public enum Stage {
        /** It asked for no change. */
        READ,
        /** It was refused, so nothing came of it. */
        REFUSED,
        /** All was so already, so nothing came of it. */
        UNCHANGED,
        /** It is on the log of requests and not decided yet. */
        WAITING,
        /** Changes came of it. */
        CHANGED,
        /** Its changes are longer ago than the topic keeps them, or too far to be looked for. */
        OUT_OF_REACH;

        @JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One change, and how far it has come.
     *
     * @param kind the RFC 9967 event URI
     * @param changedAttributes SCIM paths, without their values
     * @param cause {@code request}, or {@code cascade} of one
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            String id,
            long sequence,
            Instant time,
            String kind,
            List<String> alsoKinds,
            String resourceType,
            String resource,
            long version,
            List<String> changedAttributes,
            int membersAdded,
            int membersRemoved,
            String cause,
            InDirectory directory,
            List<AtApp> apps) {}

    /**
     * The resource in the directory.
     *
     * @param isApplied whether the directory has come to the change
     * @param version that the resource has now; null when it isn't there
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record InDirectory(
            @JsonProperty("applied") boolean isApplied,

            @Nullable Long version) {}

    /**
     * The change at an app.
     *
     * @param state {@code delivered}, {@code skipped} (it had it already), {@code failed} (given up, a dead letter),
     *     {@code superseded} (a newer change of the resource is settled), {@code pending}, or {@code disabled}
     * @param sequence of the change that the rest is about: of this one where its receipt is known, else of the newest
     *     change of the resource that is settled; null when none is
     * @param outcome of that one
     * @param attempts that one needed
     * @param status the app's last HTTP status
     * @param at when that one was settled
     * @param latencyMs from the client's push until then, where the receipt is known
     * @param detail what the app said; of what is pending: what holds it up, where that is known
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AtApp(
            String app,
            String name,
            String state,
            @Nullable Long sequence,
            @Nullable String outcome,
            @Nullable Integer attempts,
            @Nullable Integer status,
            @Nullable Instant at,
            @Nullable Long latencyMs,
            @Nullable String detail) {}
}
