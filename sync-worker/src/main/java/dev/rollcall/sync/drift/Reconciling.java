package dev.rollcall.sync.drift;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.Reconciliation;
import dev.rollcall.event.ReconciliationRepair;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.DriftRun.Repair;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.RepairState;
import dev.rollcall.schemas.drift.RunState;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.AppHttp;
import dev.rollcall.sync.app.Apps;
import dev.rollcall.sync.app.Seats;
import dev.rollcall.sync.app.UnusableAppException;
import dev.rollcall.sync.fanout.FeedProgress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does what is wished of an app, on the calling thread: one run, or a repair of it. */
final class Reconciling {

    private static final int CHUNK = 100;

    /** How many workers may die of one run, or of one repair; what breaks off every time would be begun anew for ever. */
    private static final int MOST_ATTEMPTS = 5;

    private final Apps apps;
    private final Whereabouts whereabouts;
    private final AppHttp http;
    private final Seats seats;
    private final DirectoryCollections directory;
    private final Erasures erasures;
    private final Runs runs;
    private final Repairs repairs;
    private final FeedProgress feed;
    private final DriftProperties properties;
    private final Clock clock;

    Reconciling(
            Apps apps,
            Whereabouts whereabouts,
            AppHttp http,
            Seats seats,
            DirectoryCollections directory,
            Erasures erasures,
            Repairs repairs,
            FeedProgress feed,
            DriftProperties properties,
            Clock clock) {
        this.apps = apps;
        this.whereabouts = whereabouts;
        this.http = http;
        this.seats = seats;
        this.directory = directory;
        this.erasures = erasures;
        this.runs = new Runs(directory.database());
        this.repairs = repairs;
        this.feed = feed;
        this.properties = properties;
        this.clock = clock;
    }

    Runs runs() {
        return runs;
    }

    /** What it is interrupted for. */
    interface Cancelled {

        boolean isCancelled();
    }

    /** A run from its beginning; how it ended is written down when it returns. */
    void run(String id, Reconciliation wish, @Nullable DriftRun before, Cancelled cancelled)
            throws InterruptedException {
        RunRecord record = RunRecord.begin(runs, id, wish, whereabouts.moved(id), before, clock);
        var tally = new Tally(() -> 0);
        try {
            if (record.attempt() > MOST_ATTEMPTS) {
                throw new TargetFault("Workers died of it " + MOST_ATTEMPTS + " times; see their logs.");
            }
            Scene scene = Scene.of(app(id), http, seats, directory, erasures, properties);
            tally = new Tally(scene.target()::requests);
            compare(scene, record, tally);
            record.end(RunState.DONE, tally, null);
        } catch (TargetFault | Wholeness.NotWholeException e) {
            record.end(RunState.FAILED, tally, e.getMessage());
        } catch (InterruptedException e) {
            if (!cancelled.isCancelled()) {
                throw e;
            }
            record.end(RunState.CANCELLED, tally, null);
        }
        runs.prune(id, properties.maxRuns(), clock.instant().minus(properties.retention()));
    }

    private App app(String id) throws TargetFault {
        try {
            return apps.enabled(id)
                    .filter(app -> app.kind() == AppKind.SCIM)
                    .orElseThrow(() -> new TargetFault("The app is disabled, gone, or no SCIM app."));
        } catch (UnusableAppException e) {
            throw new TargetFault("The app's setting can't be used: " + e.getMessage());
        }
    }

    private void compare(Scene scene, RunRecord record, Tally tally) throws TargetFault, InterruptedException {
        List<Subject> suspects = new Survey(scene, tally, () -> record.progress(RunState.LISTING, tally)).suspects();
        tally.suspects = suspects.size();
        record.progress(RunState.CHECKING, tally);
        try (var inspector = new Inspector(record.run().id(), scene, feed, properties.settle(), tally, clock)) {
            for (int at = 0; at < suspects.size(); at += CHUNK) {
                List<Subject> some = suspects.subList(at, Math.min(suspects.size(), at + CHUNK));
                keep(inspector.of(some).values(), tally);
                tally.checked += some.size();
                record.progress(RunState.CHECKING, tally);
                checkList(tally);
            }
        }
    }

    private void keep(Collection<Finding> found, Tally tally) {
        List<Finding> news = found.stream().filter(tally::found).toList();
        if (tally.found() <= properties.maxFindings()) {
            runs.write(news);
        }
    }

    private static void checkList(Tally tally) throws TargetFault {
        long few = Math.max(5, (tally.users + tally.groups) / 100);
        if (!tally.isMoving && tally.unlisted > few) {
            throw new TargetFault("The app has at least " + tally.unlisted + " resources that it doesn't list, and says"
                    + " that there are " + (tally.toldUsers + tally.toldGroups)
                    + " in all: its totalResults or its pages are wrong.");
        }
    }

    /** Mends what a run found; how it ended is written down when it returns. */
    void repair(DriftRun over, ReconciliationRepair wish, Cancelled cancelled) throws InterruptedException {
        RunRecord record = RunRecord.of(runs, over, clock);
        Repair begun = begun(record, wish);
        record.repair(begun);
        try {
            if (begun.attempts() > MOST_ATTEMPTS) {
                throw new TargetFault("It broke off " + MOST_ATTEMPTS + " times; see the workers' logs.");
            }
            Scene scene = Scene.of(app(over.app()), http, seats, directory, erasures, properties);
            whereabouts.require(over);
            new Mending(scene, whereabouts, runs, repairs, feed, properties, record, wish, clock).run();
        } catch (TargetFault | Wholeness.NotWholeException e) {
            end(record, wish, RepairState.FAILED, e.getMessage());
        } catch (InterruptedException e) {
            if (!cancelled.isCancelled()) {
                throw e;
            }
            end(record, wish, RepairState.CANCELLED, null);
        }
    }

    /** Ends a run that a worker left, and that nobody wants any more. */
    void cancel(DriftRun left) {
        RunRecord.of(runs, left, clock).cancel();
    }

    /** Ends a repair that a worker left, and that nobody wants any more. */
    void cancel(DriftRun over, ReconciliationRepair wish) {
        end(RunRecord.of(runs, over, clock), wish, RepairState.CANCELLED, null);
    }

    private void end(RunRecord record, ReconciliationRepair wish, RepairState state, @Nullable String failure) {
        Repair last = record.run().repair();
        Repair begun = last != null && last.id().equals(wish.getId()) ? last : begun(record, wish);
        record.repair(begun.ended(state, failure, clock.instant()));
        String run = record.run().id();
        repairs.unlink(counterparts(record.run().app(), runs.repairing(run)));
        runs.leaveOpen(run);
    }

    private List<LedgerEntry> counterparts(String app, List<Finding> findings) {
        List<String> ids = findings.stream()
                .filter(Losses::isOfStranger)
                .map(finding -> String.valueOf(finding.remoteId()))
                .toList();
        return directory
                .database()
                .getCollection(LedgerEntry.COLLECTION)
                .find(and(eq(LedgerEntry.APP, app), in(LedgerEntry.REMOTE_ID, ids)))
                .map(LedgerEntry::from)
                .into(new ArrayList<>());
    }

    private static Repair begun(RunRecord record, ReconciliationRepair wish) {
        Repair last = record.run().repair();
        return last != null && last.id().equals(wish.getId())
                ? last.again()
                : Repair.begun(wish.getId(), wish.getRequested(), wish.getOperator(), wish.getReason());
    }
}
