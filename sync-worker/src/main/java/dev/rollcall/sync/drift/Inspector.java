package dev.rollcall.sync.drift;

import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.FindingCause;
import dev.rollcall.sync.drift.Inspection.Seen;
import dev.rollcall.sync.fanout.FeedProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Looks at some suspects at a time. What is found counts only when nothing was delivered or changed meanwhile: the app's
 * feed may be ahead of what the ledger and the directory say.
 */
final class Inspector implements AutoCloseable {

    private static final int PASSES = 3;

    /** Leaves deliveries most of what the app takes at once. */
    private static final int MOST_AT_ONCE = 4;

    private final Scene scene;
    private final Inspection inspection;
    private final FeedProgress feed;
    private final Duration settle;
    private final Tally tally;
    private final Clock clock;
    private final ExecutorService threads;
    /** As it was last seen, so that an app that is down isn't waited for again and again. */
    private boolean isFeedBehind;

    Inspector(String run, Scene scene, FeedProgress feed, Duration settle, Tally tally, Clock clock) {
        this.scene = scene;
        this.inspection = new Inspection(run, scene);
        this.feed = feed;
        this.settle = settle;
        this.tally = tally;
        this.clock = clock;
        this.threads = Executors.newFixedThreadPool(
                Math.clamp(scene.app().concurrency(MOST_AT_ONCE) / 2, 1, MOST_AT_ONCE),
                Thread.ofVirtual().name("drift-", 0).factory());
    }

    /** The findings that count, by their subjects. */
    Map<Subject, Finding> of(List<Subject> suspects) throws TargetFault, InterruptedException {
        var found = new LinkedHashMap<Subject, Finding>();
        List<Subject> open = suspects;
        boolean isBehind = isFeedBehind;
        for (int pass = 1; !open.isEmpty(); pass++) {
            Map<Ours, Facts> before = scene.facts().of(ours(open));
            Map<Subject, Seen> seen = look(open, before, isBehind);
            seen.forEach(this::note);
            seen.values().removeIf(one -> one.finding() == null);
            if (seen.isEmpty()) {
                break;
            }
            boolean wasBehind = isBehind;
            isBehind = !feed.await(
                    scene.app().id(), feed.ends(scene.directory().connections()), isBehind ? Duration.ZERO : settle);
            isFeedBehind = isBehind;
            tally.isBehind |= isBehind;
            Map<Ours, Facts> after = scene.facts().of(looked(seen.values()));
            var moving = new ArrayList<Subject>();
            for (Map.Entry<Subject, Seen> one : seen.entrySet()) {
                Finding finding = Objects.requireNonNull(one.getValue().finding());
                boolean isSettled = wasBehind == isBehind && isSame(one.getValue(), after);
                if (isSettled) {
                    found.put(one.getKey(), finding);
                } else if (pass == PASSES) {
                    found.put(one.getKey(), finding.because(FindingCause.WAITING));
                } else {
                    moving.add(one.getKey());
                }
            }
            open = moving;
        }
        return found;
    }

    private void note(Subject subject, Seen seen) {
        if (seen.finding() != null) {
            return;
        }
        tally.agreeing++;
        tally.unread += seen.isUnread() ? 1 : 0;
        tally.unlisted += subject instanceof Subject.OfOurs one && one.isUnseen() ? 1 : 0;
    }

    /** Whether it is still so: what stood for none of ours may have been on its way to be linked. */
    private boolean isSame(Seen seen, Map<Ours, Facts> after) {
        Facts facts = seen.facts();
        if (facts != null) {
            return facts.isAsIn(Objects.requireNonNull(after.get(facts.ours())));
        }
        Finding stranger = Objects.requireNonNull(seen.finding());
        return scene.facts()
                .counterparts(stranger.type(), List.of(Objects.requireNonNull(stranger.remoteId())))
                .isEmpty();
    }

    private static List<Ours> looked(Collection<Seen> seen) {
        return seen.stream()
                .map(Seen::facts)
                .filter(Objects::nonNull)
                .map(Facts::ours)
                .distinct()
                .toList();
    }

    private static List<Ours> ours(Collection<Subject> subjects) {
        var all = new ArrayList<Ours>();
        subjects.forEach(subject -> {
            if (subject instanceof Subject.OfOurs one) {
                all.add(one.ours());
            }
        });
        return all;
    }

    private Map<Subject, Seen> look(List<Subject> open, Map<Ours, Facts> facts, boolean isBehind)
            throws TargetFault, InterruptedException {
        List<Callable<Seen>> looks = open.stream()
                .map(subject -> (Callable<Seen>) () -> switch (subject) {
                    case Subject.OfOurs one ->
                        inspection.of(Objects.requireNonNull(facts.get(one.ours())), isBehind, clock.instant());
                    case Subject.OfTheirs one -> inspection.of(one.theirs(), isBehind, clock.instant());
                })
                .toList();
        List<Future<Seen>> futures = threads.invokeAll(looks);
        var seen = new LinkedHashMap<Subject, Seen>();
        for (int at = 0; at < open.size(); at++) {
            seen.put(open.get(at), result(futures.get(at)));
        }
        return seen;
    }

    private static Seen result(Future<Seen> future) throws TargetFault, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case TargetFault fault -> throw fault;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
