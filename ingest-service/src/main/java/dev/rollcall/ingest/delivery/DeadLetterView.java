package dev.rollcall.ingest.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.delivery.projection.LetterDocuments;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A dead letter as the admin API shows it.
 *
 * @param time when it was given up last
 * @param firstTime when it was given up first
 * @param cause the key of its cause, to retry all of it
 * @param detail what went wrong this time
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DeadLetterView(
        String id,
        String state,
        Instant time,
        Instant firstTime,
        String fault,
        String cause,
        String detail,
        String whose,
        String mend,
        @Nullable String app,
        @Nullable String connection,
        @Nullable String resourceType,
        @Nullable String resource,
        @Nullable String change,
        @Nullable Long sequence,
        String topic,
        int partition,
        long offset,
        List<Retry> retries,
        @Nullable End end) {

    /** A wish for another try. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Retry(
            Instant time, String operator, @Nullable String reason) {}

    /**
     * What ended it.
     *
     * @param sequence of the change that the app has, or that was skipped
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record End(
            Instant time,
            String outcome,
            long sequence,
            @Nullable String operator,
            @Nullable String reason) {}

    static DeadLetterView of(Document document) {
        DeadLetter letter = LetterDocuments.letter(document);
        Remedy remedy = Remedy.of(letter.getFault(), letter.getCode());
        return new DeadLetterView(
                letter.getId(),
                label(document.getString(LetterDocuments.STATE)),
                letter.getTime(),
                document.getDate(LetterDocuments.FIRST).toInstant(),
                Parameters.label(letter.getFault()),
                letter.getCode(),
                letter.getCause(),
                remedy.whose(),
                remedy.mend(),
                letter.getApp(),
                letter.getConnection(),
                letter.getResourceType() == ResourceType.UNKNOWN ? null : Parameters.label(letter.getResourceType()),
                letter.getResource(),
                letter.getChange(),
                letter.getSequence(),
                letter.getTopic(),
                letter.getPartition(),
                letter.getOffset(),
                document.getList(LetterDocuments.RETRIES, Document.class, List.of()).stream()
                        .map(retry -> new Retry(
                                retry.getDate("time").toInstant(),
                                retry.getString("operator"),
                                retry.getString("reason")))
                        .toList(),
                end(document.get(LetterDocuments.SETTLED, Document.class)));
    }

    private static @Nullable End end(@Nullable Document settled) {
        return settled == null
                ? null
                : new End(
                        settled.getDate("time").toInstant(),
                        label(settled.getString("outcome")),
                        settled.get("sequence", Number.class).longValue(),
                        settled.getString("operator"),
                        settled.getString("reason"));
    }

    private static String label(@Nullable String name) {
        return String.valueOf(name).toLowerCase(Locale.ROOT);
    }
}
