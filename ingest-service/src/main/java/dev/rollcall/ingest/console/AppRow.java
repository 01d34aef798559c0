package dev.rollcall.ingest.console;

import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.ingest.console.AppStandings.Standing;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.setting.Settings;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an app does, in words.
 *
 * @param state {@code done}, {@code wrong} or {@code open}
 * @param does what deliveries to it do, in one or two words
 * @param lag how many changes it wasn't brought yet, at most; a dash where it isn't known
 * @param outcome of the last change that was settled, a sentence
 * @param failures since it last took something
 * @param tried when the last attempt was
 */
record AppRow(
        String id,
        String name,
        String kind,
        String state,
        String does,
        String lag,
        String outcome,
        int failures,
        @Nullable When tried) {

    static AppRow of(Settings.Entry<AppSetting> app, @Nullable Standing standing, Instant now) {
        AppSetting setting = app.value();
        AppStatus status = standing == null ? null : standing.status();
        Long lag = standing == null ? null : standing.lag();
        return new AppRow(
                app.id(),
                setting.getName(),
                kind(setting),
                state(setting, status),
                does(setting, standing),
                lag(lag),
                outcome(status),
                status == null ? 0 : status.failures(),
                status == null ? null : When.of(status.at(), now));
    }

    /** What is counted has also records of connections that it doesn't follow, and what Kafka marks transactions by. */
    private static String lag(@Nullable Long lag) {
        return lag == null ? "–" : lag == 0 ? "0" : "at most " + lag;
    }

    private static String kind(AppSetting setting) {
        return switch (setting.getKind()) {
            case SCIM -> "SCIM";
            case WEBHOOK -> "webhook";
            case SET_PUSH -> "security events, pushed";
            case SET_POLL -> "security events, fetched";
            case UNKNOWN -> "of a newer version";
        };
    }

    private static String state(AppSetting setting, @Nullable AppStatus status) {
        if (!setting.getEnabled() || status == null) {
            return "open";
        }
        return switch (status.state()) {
            case CLOSED -> "done";
            case OPEN, HALF_OPEN, GONE, PAUSED, UNUSABLE -> "wrong";
        };
    }

    private static String does(AppSetting setting, @Nullable Standing standing) {
        if (!setting.getEnabled()) {
            return "disabled";
        }
        AppStatus status = standing == null ? null : standing.status();
        if (status == null) {
            return standing != null && standing.isStatusKnown() ? "nothing sent yet" : "not known now";
        }
        return switch (status.state()) {
            case CLOSED -> "working";
            case OPEN -> "failing, will be tried again";
            case HALF_OPEN -> "failing, being tried again";
            case GONE -> "gone, stopped";
            case PAUSED -> "failed for too long, paused";
            case UNUSABLE -> "misconfigured, stopped";
        };
    }

    private static String outcome(@Nullable AppStatus status) {
        if (status == null) {
            return "–";
        }
        if (status.detail() != null && status.state() != AppStatus.State.CLOSED) {
            return status.detail();
        }
        String with = status.detail() == null ? "" : " (" + status.detail() + ")";
        return switch (Optional.ofNullable(status.outcome()).orElse(DeliveryOutcome.UNKNOWN)) {
            case DELIVERED -> "The app took the last change" + with + ".";
            case SKIPPED -> "The app had the last change already" + with + ".";
            case FAILED -> "The app refused the last change, and it was given up" + with + ".";
            case UNKNOWN -> "Nothing was settled yet.";
        };
    }
}
