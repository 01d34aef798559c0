package dev.rollcall.ingest.console.letter;

import dev.rollcall.ingest.console.When;
import dev.rollcall.ingest.delivery.Causes.CauseView;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cause of dead letters as a page shows it.
 *
 * @param app null for letters that are about no delivery
 * @param name of the app, or what stands for none
 * @param cause its key, in words where it has none
 */
record CauseRow(
        @Nullable String app,
        String name,
        String fault,
        String key,
        String cause,
        long count,
        String whose,
        String mend,
        When first,
        When last) {

    static CauseRow of(CauseView cause, Instant now) {
        return new CauseRow(
                cause.app(),
                cause.app() == null ? "No app" : Objects.requireNonNullElse(cause.appName(), cause.app()),
                cause.fault(),
                cause.cause(),
                cause.cause().isEmpty() ? cause.fault() : cause.cause(),
                cause.count(),
                cause.whose(),
                cause.mend(),
                When.of(cause.first(), now),
                When.of(cause.last(), now));
    }

    boolean is(@Nullable String otherApp, String otherFault, String otherKey) {
        return Objects.equals(app, otherApp) && fault.equals(otherFault) && key.equals(otherKey);
    }
}
