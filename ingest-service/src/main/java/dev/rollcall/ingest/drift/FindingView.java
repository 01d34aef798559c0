package dev.rollcall.ingest.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.schemas.drift.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A finding as the admin API shows it: ids and names of attributes, no values.
 *
 * @param cause what probably led to it
 * @param resource our id; absent where it is none of ours
 * @param remoteId the app's id; absent where it has none
 * @param deadLetter the id of the open dead letter that caused it
 * @param chosenOnly whether a repair has to name it by its id
 * @param detail why it couldn't be repaired
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FindingView(
        String id,
        String kind,
        String cause,
        String state,
        String resourceType,
        @Nullable String connection,
        @Nullable String resource,
        @Nullable String remoteId,
        List<String> attributes,
        int membersMissing,
        int membersExtra,
        @Nullable String deadLetter,
        boolean chosenOnly,
        @Nullable String detail,
        Instant foundAt) {

    static FindingView of(Finding finding, @Nullable String deadLetter) {
        return new FindingView(
                finding.id(),
                RunView.word(finding.kind()),
                RunView.word(finding.cause()),
                RunView.word(finding.state()),
                RunView.word(finding.type()),
                finding.connection(),
                finding.resource(),
                finding.remoteId(),
                finding.attributes(),
                finding.membersMissing(),
                finding.membersExtra(),
                deadLetter,
                !finding.cause().isOurs(),
                finding.detail(),
                finding.at());
    }
}
