package dev.rollcall.ingest.replay;

import dev.rollcall.event.AppSetting;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ReplaySource;
import dev.rollcall.event.ReplayState;
import dev.rollcall.event.ReplayStep;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.ingest.setting.Times;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.delivery.EventFeed;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what is asked for; what can't be meant is refused. Pure. */
final class ReplayForm {

    static final int DEFAULT_RATE = 100;
    private static final int MOST_RATE = 100_000;
    private static final int LONGEST_REASON = 500;

    /** That changes are of; the rest is told of what a scope makes of them. */
    private static final List<String> KINDS = List.of(
            EventUris.CREATE,
            EventUris.PUT,
            EventUris.PATCH,
            EventUris.DELETE,
            EventUris.ACTIVATE,
            EventUris.DEACTIVATE,
            EventUris.ASYNC_RESPONSE);

    private ReplayForm() {}

    /** Without ranges, which Kafka has to be asked for. */
    static ReplaySetting.Builder read(String id, AppSetting app, ReplayBody asked, String operator, Instant now) {
        if (asked.isOfFailed() && asked.isOfChanges()) {
            throw Refused.wrong(
                    "failed goes with connection alone; leave out from_time, from_sequence, user and group.");
        }
        if (asked.user() != null && asked.group() != null) {
            throw Refused.wrong("Name a user or a group, not both.");
        }
        List<String> muted = muted(asked.mutedKinds());
        if (!muted.isEmpty() && !asked.isOfChanges()) {
            throw Refused.wrong(
                    "muted_kinds leaves out changes of some kinds, so it goes with from_time, from_sequence, user"
                            + " or group.");
        }
        if (asked.fromSequence() != null && asked.connection() == null) {
            throw Refused.wrong("from_sequence counts the changes of one connection; name it in connection.");
        }
        int rate = rate(asked.rate());
        return ReplaySetting.newBuilder()
                .setApp(id)
                .setSource(
                        asked.isOfFailed()
                                ? ReplaySource.LETTERS
                                : asked.isOfChanges() ? ReplaySource.CHANGES : ReplaySource.STATES)
                .setConnections(connections(app, asked.connection()))
                .setFromTime(asked.fromTime() == null ? null : Times.checked("from_time", asked.fromTime()))
                .setFromSequence(asked.fromSequence())
                .setResourceType(
                        asked.user() != null
                                ? ResourceType.USER
                                : asked.group() != null ? ResourceType.GROUP : ResourceType.UNKNOWN)
                .setResource(asked.user() != null ? asked.user() : asked.group())
                .setMutedKinds(muted)
                .setRatePerSecond(rate)
                .setState(ReplayState.RUNNING)
                .setSteps(List.of(step(ReplayState.RUNNING, rate, operator, asked.reason(), now)));
    }

    private static List<String> muted(@Nullable List<@Nullable String> asked) {
        return Objects.requireNonNullElse(asked, List.<@Nullable String>of()).stream()
                .map(String::valueOf)
                .peek(kind -> {
                    if (KINDS.stream().noneMatch(known -> EventFeed.wants(List.of(kind), known))) {
                        throw Refused.wrong("muted_kinds must hold some of " + String.join(", ", KINDS) + '.');
                    }
                })
                .toList();
    }

    private static List<String> connections(AppSetting app, @Nullable String connection) {
        if (connection == null) {
            return app.getConnections();
        }
        if (!app.getConnections().isEmpty() && !app.getConnections().contains(connection)) {
            throw Refused.wrong("The app doesn't follow this connection, so it would take nothing of it.");
        }
        return List.of(connection);
    }

    static int rate(@Nullable Integer rate) {
        int wanted = Objects.requireNonNullElse(rate, DEFAULT_RATE);
        if (wanted < 1 || wanted > MOST_RATE) {
            throw Refused.wrong("rate must be a whole number from 1 to " + MOST_RATE + ", in changes a second.");
        }
        return wanted;
    }

    static ReplayStep step(ReplayState state, int rate, String operator, @Nullable String reason, Instant now) {
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw Refused.wrong("reason must have at most " + LONGEST_REASON + " characters.");
        }
        return ReplayStep.newBuilder()
                .setTime(now)
                .setState(state)
                .setRatePerSecond(rate)
                .setOperator(operator)
                .setReason(reason == null || reason.isBlank() ? null : reason.strip())
                .build();
    }
}
