package dev.rollcall.bench;

import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.cases.Sizes;
import dev.rollcall.bench.delivery.Deliveries;
import dev.rollcall.bench.recovery.Recovery;
import dev.rollcall.bench.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the command line says. */
final class BenchOptions {

    private static final int FEWEST_USERS = 200;

    private static final int FEWEST_LISTED = 1_000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--target",
            paramLabel = "READY-LINE|URL",
            description =
                    "A running Rollcall: the whole line that deploy/rollcall prints, or the base URL of a connection"
                            + " with --token. Without it one is started, and removed in the end.")
    private @Nullable String target;

    @Option(names = "--token", description = "Bearer token of the connection, when --target is a URL.")
    private @Nullable String token;

    @Option(
            names = "--kafka",
            paramLabel = "BOOTSTRAP",
            description = "Kafka of a --target URL, to count events and measure a bare produce.")
    private @Nullable String kafka;

    @Option(
            names = "--mongodb",
            paramLabel = "URI",
            description = "MongoDB of a --target URL, with its database, to measure a bare bulk write.")
    private @Nullable String mongodb;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "Schema registry of a --target URL, to measure a subscriber's bootstrap.")
    private @Nullable String registry;

    @Option(
            names = "--admin",
            description = "Token of the admin API of a --target URL, to measure deliveries and rebuilds.")
    private @Nullable String admin;

    @Option(
            names = "--cases",
            split = ",",
            paramLabel = "CASE",
            converter = CaseConverter.class,
            completionCandidates = CaseConverter.Labels.class,
            description = "Which to measure, of ${COMPLETION-CANDIDATES} (default: all).")
    private List<BenchCase> cases = List.of(BenchCase.values());

    @Option(
            names = "--connections",
            split = ",",
            paramLabel = "N",
            description = "How many at once, one after the other (default: 1,16,64).")
    private List<Integer> connections = List.of(1, 16, 64);

    @Option(names = "--seconds", description = "Of each measured window (default: ${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Option(names = "--warm-up", description = "Seconds before each window (default: ${DEFAULT-VALUE}).")
    private int warmUp = 3;

    @Option(
            names = "--settle",
            description = "Seconds of creates before anything is measured (default: ${DEFAULT-VALUE}).")
    private int settle = 120;

    @Option(names = "--users", description = "Over whom PUTs and reads go (default: ${DEFAULT-VALUE}).")
    private int users = 2_000;

    @Option(names = "--large-group", description = "Members of the large group (default: ${DEFAULT-VALUE}).")
    private int largeGroup = 100_000;

    @Option(
            names = "--directory-users",
            description = "In the directory when filters and pages, a bootstrap or a rebuild are measured (default:"
                    + " ${DEFAULT-VALUE}).")
    private int directoryUsers = 100_000;

    @Option(
            names = "--memberships",
            description = "In the directory when a bootstrap or a rebuild is measured (default: ${DEFAULT-VALUE}).")
    private int memberships = 200_000;

    @Option(
            names = "--groups",
            description = "Among which one is looked up by name, and that one user is in (default: ${DEFAULT-VALUE}).")
    private int groups = 10_000;

    @Option(names = "--backlog", description = "Changes that an app is brought at least (default: ${DEFAULT-VALUE}).")
    private int backlog = 20_000;

    @Option(
            names = "--sink-ms",
            split = ",",
            paramLabel = "MS",
            description =
                    "After which the apps answer when backlogs and replays are measured, one after the other; with"
                            + " 0 only what Rollcall itself takes is (default: 0,10).")
    private List<Integer> sinkMillis = List.of(0, 10);

    @Option(names = "--apps", description = "On one worker, whose use is measured (default: ${DEFAULT-VALUE}).")
    private int apps = 300;

    @Option(names = "--catch-up-users", description = "Who change while an app is down (default: ${DEFAULT-VALUE}).")
    private int catchUpUsers = 10_000;

    @Option(names = "--catch-up-changes", description = "That it misses (default: ${DEFAULT-VALUE}).")
    private int catchUpChanges = 50_000;

    /** The target that was named; empty when one is to be started. */
    Optional<Target> target() {
        if (target == null) {
            return Optional.empty();
        }
        Optional<Target> told = Target.ofReadyLine(target);
        if (told.isPresent()) {
            return told;
        }
        if (!target.startsWith("http://") || token == null) {
            throw wrong("--target takes the whole ROLLCALL READY line, or an http:// URL together with --token.");
        }
        return Optional.of(new Target(Target.base(target), token, kafka, mongodb, registry, admin));
    }

    List<BenchCase> cases() {
        return cases.stream().distinct().sorted().toList();
    }

    List<Integer> connections() {
        if (connections.stream().anyMatch(count -> count < 1)) {
            throw wrong("--connections must be at least 1.");
        }
        return connections;
    }

    int mostConnections() {
        return connections().stream().mapToInt(Integer::intValue).max().orElse(1);
    }

    Duration window() {
        if (seconds < 1) {
            throw wrong("--seconds must be at least 1.");
        }
        return Duration.ofSeconds(seconds);
    }

    Duration warmUp() {
        return Duration.ofSeconds(Math.max(0, warmUp));
    }

    Duration settle() {
        return Duration.ofSeconds(Math.max(0, settle));
    }

    Sizes sizes() {
        if (users < FEWEST_USERS) {
            throw wrong("--users must be at least " + FEWEST_USERS + ", so that no two connections meet on one.");
        }
        if (directoryUsers < FEWEST_LISTED) {
            throw wrong("--directory-users must be at least " + FEWEST_LISTED + ", so that there are pages.");
        }
        if (groups < 1 || largeGroup < 1) {
            throw wrong("--groups and --large-group must be at least 1.");
        }
        return new Sizes(
                users, directoryUsers, largeGroup, groups, Math.max(mostConnections(), Sizes.WARM_UP_CONNECTIONS));
    }

    Deliveries.Backlog backlog() {
        if (backlog < 1 || apps < 1 || catchUpUsers < 1 || catchUpChanges < 1) {
            throw wrong("--backlog, --apps, --catch-up-users and --catch-up-changes must be at least 1.");
        }
        if (sinkMillis.stream().anyMatch(millis -> millis < 0)) {
            throw wrong("--sink-ms must be at least 0.");
        }
        List<Duration> delays =
                sinkMillis.stream().distinct().map(Duration::ofMillis).toList();
        return new Deliveries.Backlog(backlog, delays, apps, catchUpUsers, catchUpChanges);
    }

    Recovery.Directory directory() {
        if (memberships < 0) {
            throw wrong("--memberships must be at least 0.");
        }
        return new Recovery.Directory(sizes().directoryUsers(), memberships);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
