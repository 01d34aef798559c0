package dev.rollcall.bench.recovery;

import com.mongodb.client.MongoDatabase;
import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.load.Measured;
import dev.rollcall.bench.report.RecoveryResult;
import dev.rollcall.bench.target.Admin;
import dev.rollcall.bench.target.Standalone;
import dev.rollcall.bench.target.Waiting;
import dev.rollcall.schemas.directory.DirectoryCollections;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The directory is rebuilt, with reads and writes beside it or without, and then copied by a bare client. */
final class Rebuilding {

    private final Admin admin;
    private final @Nullable Standalone standalone;
    private final MongoDatabase directory;
    private final MongoDatabase bench;
    private final Traffic traffic;
    private final Duration window;

    /** @param bench a database for the bare client */
    Rebuilding(
            Admin admin,
            @Nullable Standalone standalone,
            MongoDatabase directory,
            MongoDatabase bench,
            Traffic traffic,
            Duration window) {
        this.admin = admin;
        this.standalone = standalone;
        this.directory = directory;
        this.bench = bench;
        this.traffic = traffic;
        this.window = window;
    }

    RecoveryResult beside(Held held) {
        during(window);
        Map<String, Measured> before = during(window);
        long cpu = cpu();
        Traffic.Running running = traffic.start();
        var rebuild = new Rebuild(admin, held.documents());
        Rebuild.Outcome outcome = rebuild.await();
        Map<String, Measured> meanwhile = running.stop();
        long used = cpu() - cpu;
        return result(
                BenchCase.REBUILD,
                rebuild.confirm(outcome),
                used,
                meanwhile.entrySet().stream()
                        .map(each -> beside(each.getKey(), before.get(each.getKey()), each.getValue()))
                        .toList());
    }

    RecoveryResult alone(Held held) {
        long cpu = cpu();
        var rebuild = new Rebuild(admin, held.documents());
        Rebuild.Outcome outcome = rebuild.await();
        long used = cpu() - cpu;
        return result(BenchCase.REBUILD_ALONE, rebuild.confirm(outcome), used, List.of());
    }

    private RecoveryResult result(
            BenchCase bench, Rebuild.Outcome outcome, long cpu, List<RecoveryResult.Beside> beside) {
        DirectoryCollections rebuilt = new DirectoryCollections(directory).ofGeneration(outcome.generation());
        Held held = Held.of(rebuilt);
        double rps = held.documents() * 1e9 / outcome.copyNanos();
        double residentMib = standalone == null ? 0 : standalone.residentBytes() / 1024.0 / 1024;
        double limit = new BareFill(this.bench).measure(rebuilt);
        return new RecoveryResult(
                bench.label(),
                held.users(),
                held.memberships(),
                held.documents(),
                round(outcome.copyNanos() / 1e9),
                round(outcome.nanos() / 1e9),
                round(rps),
                round(limit),
                round(rps / limit),
                standalone == null ? null : round(cpu / 1e6 / Math.max(1, held.documents())),
                round(residentMib),
                beside,
                outcome.isWell() ? null : "it didn't end equal to the log: " + outcome.view());
    }

    private Map<String, Measured> during(Duration span) {
        Traffic.Running running = traffic.start();
        Waiting.until(() -> false, span);
        return running.stop();
    }

    private static RecoveryResult.Beside beside(String what, @Nullable Measured before, Measured meanwhile) {
        return new RecoveryResult.Beside(
                what,
                before == null ? 0 : round(before.millis(50)),
                round(meanwhile.millis(50)),
                round(meanwhile.millis(99)),
                meanwhile.requests(),
                meanwhile.errors() + (before == null ? 0 : before.errors()));
    }

    private long cpu() {
        return standalone == null ? 0 : standalone.cpuNanos();
    }

    static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
