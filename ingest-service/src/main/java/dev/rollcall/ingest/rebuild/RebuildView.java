package dev.rollcall.ingest.rebuild;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.RebuildSetting;
import dev.rollcall.schemas.rebuild.Difference;
import dev.rollcall.schemas.rebuild.PartitionProgress;
import dev.rollcall.schemas.rebuild.Tally;
import dev.rollcall.schemas.setting.Settings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A rebuild as the admin API shows it.
 *
 * @param changed when it came to its state
 * @param verification per connection and type, once it is compared
 * @param ledgerWhole whether the ledger holds all receipts; told where everything was to be brought back
 * @param differences of which resources it differs from the log; not all where there are many
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RebuildView(
        String id,
        String state,
        boolean automatic,
        boolean everything,
        @Nullable Integer recordsPerSecond,
        String operator,
        @Nullable String reason,
        Instant created,
        Instant changed,
        String detail,
        Progress progress,
        @Nullable Boolean ledgerWhole,
        @Nullable List<Verified> verification,
        @Nullable List<Difference> differences) {

    /**
     * How far it is.
     *
     * @param secondsLeft null where nobody can tell
     * @param unreadable records of the log that are left out; each is a dead letter
     * @param unreadableRecords some of them, as topic-partition-offset
     * @param failures what partitions are tried again for just now
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Progress(
            double percent,
            long records,
            long recordsPerSecond,
            @Nullable Long secondsLeft,
            int partitions,
            long partitionsDone,
            long unreadable,
            List<String> unreadableRecords,
            List<String> failures) {

        static Progress of(Report report) {
            return new Progress(
                    report.percent(),
                    report.sum(PartitionProgress::records),
                    report.perSecond(),
                    report.secondsLeft(),
                    report.count(),
                    report.done(),
                    report.sum(PartitionProgress::unreadable),
                    report.places(),
                    report.failures());
        }
    }

    /** What was compared of one connection and type; hashes are sums of SHA-256 over all resources. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Verified(
            String connection,
            String type,
            boolean equal,
            long logged,
            long held,
            String logHash,
            String directoryHash,
            long movedMeanwhile) {

        static Verified of(Tally tally) {
            return new Verified(
                    tally.connection(),
                    tally.type(),
                    tally.isEqual(),
                    tally.logged(),
                    tally.held(),
                    tally.logHash(),
                    tally.heldHash(),
                    tally.moved());
        }
    }

    /** @param isWhole whether it tells what was compared */
    static RebuildView of(Settings.Entry<RebuildSetting> entry, Report report, boolean isLedgerWhole, boolean isWhole) {
        RebuildSetting rebuild = entry.value();
        return new RebuildView(
                entry.id(),
                Step.name(rebuild.getState()),
                rebuild.getAutomatic(),
                rebuild.getEverything(),
                rebuild.getRecordsPerSecond(),
                rebuild.getOperator(),
                rebuild.getReason(),
                entry.setting().getCreated(),
                entry.setting().getTime(),
                rebuild.getDetail(),
                Progress.of(report),
                rebuild.getEverything() ? isLedgerWhole : null,
                isWhole ? report.tallies().map(Verified::of).toList() : null,
                isWhole ? report.differences() : null);
    }
}
