package dev.rollcall.sync.fanout;

import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.delivery.AppStatus.Failing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For how long an app has been failing, also across restarts, told of when much of its budget is used. Only the thread of
 * the app's consumer calls it.
 */
final class Outage {

    private static final Logger log = LoggerFactory.getLogger(Outage.class);

    private final String app;
    private final FailureBudget budget;
    private @Nullable Failing failing;
    private Instant lastTry;

    /** @param noted how the app did under the same setting, or null */
    Outage(String app, FailureBudget budget, @Nullable AppStatus noted) {
        this.app = app;
        this.budget = budget;
        this.failing = noted == null ? null : noted.failing();
        this.lastTry = noted == null ? Instant.EPOCH : noted.at();
    }

    /** The app took something. */
    void over() {
        failing = null;
    }

    /** The app failed as a whole; each alert is told once. */
    Failing failed(Instant now) {
        Failing before = failing;
        Failing after = budget.after(before, lastTry, now);
        failing = after;
        lastTry = now;
        FailureBudget.alert(before, after)
                .ifPresent(share -> log.atWarn()
                        .addKeyValue("app", app)
                        .addKeyValue("used", share)
                        .addKeyValue("since", after.since())
                        .addKeyValue("until", after.until())
                        .log("The app keeps failing; when its failure budget is used up, nothing more is sent to it"));
        return after;
    }

    /** As of its last failure; null when it takes what it gets. */
    @Nullable
    Failing failing() {
        return failing;
    }
}
