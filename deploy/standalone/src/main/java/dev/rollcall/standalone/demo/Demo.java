package dev.rollcall.standalone.demo;

import dev.rollcall.standalone.Rollcall;
import dev.rollcall.standalone.Terminal;
import dev.rollcall.standalone.Waiting;
import dev.rollcall.standalone.demo.pingone.PingOne;
import dev.rollcall.standalone.demo.web.JsonCalls;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Plays the whole story on a running Rollcall and tells whether all ended up equal. */
public final class Demo implements AutoCloseable {

    /** The longest that no app is brought anything; a fan-out that was killed needs some of it to start again. */
    private static final Duration STANDSTILL = Duration.ofSeconds(60);

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final Rollcall rollcall;
    private final Terminal terminal;
    private final JsonCalls admin;
    private final JsonCalls directory;
    private final SampleApps apps;
    private final PingOne pingOne;

    private Demo(Rollcall rollcall, Terminal terminal, JsonCalls admin, SampleApps apps) {
        this.rollcall = rollcall;
        this.terminal = terminal;
        this.admin = admin;
        this.apps = apps;
        this.directory = new JsonCalls(rollcall.scim(), rollcall.token());
        this.pingOne = new PingOne(rollcall.demoData().resolve("pingone.json"), rollcall.scim(), rollcall.token());
    }

    /** Starts the sample apps; they go on when the story is over. */
    public static Demo start(Rollcall rollcall, Terminal terminal) {
        JsonCalls admin = new JsonCalls(rollcall.url(), rollcall.admin());
        SampleApps apps = SampleApps.start(admin, rollcall.connection(), rollcall.ports(), rollcall.url());
        return new Demo(rollcall, terminal, admin, apps);
    }

    /**
     * True when the directory, all apps and PingOne hold the same, and nothing was refused, lost or doubled on the way. Where
     * the fan-out is a process of its own, there is a storm meanwhile.
     */
    public boolean play(int people, int groups) {
        long begin = System.nanoTime();
        terminal.tell("PingOne pushes %d people and %d groups to %s".formatted(people, groups, rollcall.scim()));
        terminal.tell("The apps, as they are counted: "
                + apps.all().stream().map(SampleApp::name).collect(Collectors.joining(", ")));
        Duration pushed;
        Equality equality;
        Storm storm = rollcall.fanOut() == null ? null : new Storm(apps, rollcall.fanOut());
        try (LiveLine live = new LiveLine(terminal, this::progress)) {
            CompletableFuture<Void> over =
                    storm == null ? CompletableFuture.completedFuture(null) : storm.begin(live::event);
            pingOne.play(people, groups);
            pushed = since(begin);
            over.join();
            equality = converge();
        }
        Summary summary = new Summary(pingOne.log(), pushed, since(begin), ChangeAudit.of(log()), apps, equality);
        if (storm != null) {
            terminal.tell("storm       " + storm.told());
        }
        summary.lines().forEach(terminal::tell);
        return summary.isGood();
    }

    /**
     * MongoDB is lost, an app forgets, another one is tampered with; true when all hold the same again after each.
     */
    public boolean drill() {
        List<Drill> drills = List.of(
                new LostDatabase(admin, pingOne, rollcall.mongodb()),
                new ForgetfulApp(admin, apps.scim("Flaky SCIM app")),
                new TamperedApp(admin, apps.scim("Sample SCIM app")));
        boolean isGood = true;
        for (Drill drill : drills) {
            long begin = System.nanoTime();
            terminal.tell("drill       " + drill.intent());
            String told = drill.run();
            Equality equality;
            try (LiveLine _ = new LiveLine(terminal, this::progress)) {
                equality = converge();
            }
            terminal.tell("            %s; %s after %.1f s"
                    .formatted(
                            told,
                            equality.isEqual() ? "equal again" : "NOT EQUAL",
                            since(begin).toMillis() / 1e3));
            isGood &= equality.isEqual();
        }
        var review = new Review(LogRoster.of(log()), ChangeAudit.of(log()), apps, compare());
        review.lines().forEach(terminal::tell);
        return isGood && review.isGood();
    }

    private ChangeLog log() {
        return new ChangeLog(rollcall.connection(), rollcall.kafka(), rollcall.registryApi());
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    /** Waits until the apps have caught up, for as long as it goes on. */
    private Equality converge() {
        var standstill = new Standstill(apps::taken, STANDSTILL);
        return Waiting.until(
                        LIMIT,
                        BETWEEN,
                        () -> Optional.of(compare()).filter(now -> now.isEqual() || standstill.isReached()))
                .orElseGet(this::compare);
    }

    private Equality compare() {
        var rosters = new LinkedHashMap<String, Roster>();
        apps.all().forEach(app -> rosters.put(app.name(), app.roster()));
        return new Equality(Roster.of(pingOne.users(), pingOne.groups()), ScimPages.read(directory), rosters);
    }

    private String progress() {
        return "%-20s %5d pushes   the apps took %s"
                .formatted(
                        Objects.requireNonNullElse(pingOne.phase(), "apps catch up"),
                        pingOne.log().pushes(),
                        apps.all().stream()
                                .map(app -> Long.toString(app.taken()))
                                .collect(Collectors.joining(", ")));
    }

    @Override
    public void close() {
        pingOne.close();
        apps.close();
        directory.close();
        admin.close();
    }
}
