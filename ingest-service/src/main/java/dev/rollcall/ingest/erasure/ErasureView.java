package dev.rollcall.ingest.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.Erasure;
import dev.rollcall.event.ErasureStep;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How far an erasure is.
 *
 * @param state {@code requested}, while the person leaves the directory and the apps; {@code purging}; {@code done}
 * @param since when it came to that
 * @param waitsFor what keeps it from going on
 * @param gone by place, how many documents of the person were deleted or emptied
 * @param remains which topics hold something of the person still, and until when at the latest; empty when all is gone.
 *     Absent until it is known what there was
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErasureView(
        String connection,
        String user,
        String state,
        Instant requested,
        Instant since,
        String operator,
        @Nullable String reason,
        List<String> waitsFor,
        Map<String, Long> gone,
        @Nullable List<Remainder> remains) {

    static ErasureView of(Erasure erasure, List<String> waitsFor, List<Remainder> remains) {
        return new ErasureView(
                erasure.getConnection(),
                erasure.getUser(),
                erasure.getStep().name().toLowerCase(Locale.ROOT),
                erasure.getRequested(),
                erasure.getTime(),
                erasure.getOperator(),
                erasure.getReason(),
                waitsFor,
                new TreeMap<>(erasure.getGone()),
                erasure.getStep() == ErasureStep.REQUESTED ? null : remains);
    }
}
