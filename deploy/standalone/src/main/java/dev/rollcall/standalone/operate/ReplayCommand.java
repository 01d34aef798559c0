package dev.rollcall.standalone.operate;

import dev.rollcall.standalone.Waiting;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Gives an app again what happened or what there is, and watches over it. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Gives an app again what happened, what there is or what failed; pauses, resumes and cancels it.")
public final class ReplayCommand {

    private static final String PATH = "/replays";
    private static final Set<String> OPEN = Set.of("running", "paused");
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What the app is to get; nothing of it is all that there is. */
    static final class What {

        @Option(names = "--from-time", paramLabel = "TIME", description = "What happened then or later (ISO 8601).")
        private @Nullable String fromTime;

        @Option(names = "--from-sequence", paramLabel = "N", description = "Changes of --connection from this one on.")
        private @Nullable Long fromSequence;

        @Option(names = "--failed", description = "What the app was given up on.")
        private boolean failed;

        @Option(names = "--user", paramLabel = "ID", description = "Only this user.")
        private @Nullable String user;

        @Option(names = "--group", paramLabel = "ID", description = "Only this group.")
        private @Nullable String group;

        @Option(names = "--connection", paramLabel = "ID", description = "Only of this connection.")
        private @Nullable String connection;

        @Option(
                names = "--mute",
                paramLabel = "KIND",
                split = ",",
                description = "Kinds of changes to leave out of those that happened.")
        private List<String> muted = List.of();

        @Option(names = "--rate", paramLabel = "N", description = "The most changes a second (default: 100).")
        private @Nullable Integer rate;

        private ObjectNode body(@Nullable String reason) {
            ObjectNode body = JsonMapper.shared().createObjectNode();
            put(body, "from_time", fromTime);
            put(body, "user", user);
            put(body, "group", group);
            put(body, "connection", connection);
            put(body, "reason", reason);
            if (fromSequence != null) {
                body.put("from_sequence", fromSequence);
            }
            if (failed) {
                body.put("failed", true);
            }
            if (rate != null) {
                body.put("rate", rate);
            }
            muted.forEach(body.withArray("/muted_kinds")::add);
            return body;
        }
    }

    @Command(
            name = "start",
            mixinStandardHelpOptions = true,
            description = "Begins one and shows how far it is until it is over; leaving doesn't stop it.")
    int start(
            @Mixin AdminApi api,
            @Parameters(paramLabel = "APP", description = "The app's id.") String app,
            @ArgGroup(exclusive = false) @Nullable What what,
            @Option(names = "--reason", description = "Why, for whoever looks later.") @Nullable String reason,
            @Option(names = "--dry-run", description = "Only tell what would be sent.") boolean isDryRun,
            @Option(names = "--detach", description = "Don't wait for its end.") boolean isDetached) {
        What wanted = what == null ? new What() : what;
        if (isDryRun) {
            return tell(api.post("/apps/" + app + PATH + "/dry-run", wanted.body(reason)));
        }
        JsonNode made = api.post("/apps/" + app + PATH, wanted.body(reason));
        say("Replay " + made.path("id").asString() + " of " + app + " begun");
        return isDetached ? 0 : watch(api, made.path("id").asString());
    }

    private int tell(JsonNode dryRun) {
        Table.print(
                spec.commandLine().getOut(),
                dryRun.path("listed"),
                "connection",
                "resource_type",
                "resource",
                "request",
                "messages",
                "sequence",
                "has");
        dryRun.path("requests").properties().forEach(kind -> say(kind.getValue().asLong() + " " + kind.getKey()));
        say(dryRun.path("resources").asLong() + " users and groups, from "
                + dryRun.path("records").asLong() + " records"
                + (dryRun.path("is_complete").asBoolean() ? "" : "; there are more, it would take too long"));
        return 0;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists replays and back-fills, newest first.")
    int list(@Mixin AdminApi api, @Option(names = "--app", description = "Only of this app.") @Nullable String app) {
        Table.print(
                spec.commandLine().getOut(),
                api.get(PATH, app == null ? Map.of() : Map.of("app", app)),
                "id",
                "app",
                "what",
                "state",
                "rate",
                "created");
        return 0;
    }

    @Command(name = "watch", mixinStandardHelpOptions = true, description = "Shows how far one is until it is over.")
    int watch(@Mixin AdminApi api, @Parameters(paramLabel = "ID", description = "The replay's id.") String id) {
        PrintWriter out = spec.commandLine().getOut();
        return Waiting.until(BETWEEN, () -> {
                    JsonNode replay = api.get(PATH + '/' + id, Map.of());
                    boolean isOver = !OPEN.contains(replay.path("state").asString());
                    out.print('\r' + line(replay) + (isOver ? System.lineSeparator() : ""));
                    out.flush();
                    return isOver ? Optional.of(replay) : Optional.empty();
                })
                .filter(replay -> replay.path("state").asString().equals("finished")
                        && replay.at("/progress/failed").asLong() == 0)
                .map(_ -> 0)
                .orElse(1);
    }

    private static String line(JsonNode replay) {
        JsonNode progress = replay.path("progress");
        String left = progress.path("seconds_left").isMissingNode()
                ? ""
                : ", " + progress.path("seconds_left").asLong() + " s left";
        return "%s %d %%: %d published, %d delivered, %d skipped, %d failed, %d unreadable; %.1f/s%s    "
                .formatted(
                        replay.path("state").asString(),
                        progress.path("percent").asInt(),
                        progress.path("published").asLong(),
                        progress.path("delivered").asLong(),
                        progress.path("skipped").asLong(),
                        progress.path("failed").asLong(),
                        progress.path("unreadable").asLong(),
                        progress.path("per_second").asDouble(),
                        left);
    }

    /** A replay, and why something is done about it. */
    static final class Which {

        @Parameters(paramLabel = "ID", index = "0", description = "The replay's id.")
        private String id = "";

        @Option(names = "--reason", description = "Why, for whoever looks later.")
        private @Nullable String reason;

        private ObjectNode body() {
            ObjectNode body = JsonMapper.shared().createObjectNode();
            put(body, "reason", reason);
            return body;
        }
    }

    @Command(name = "pause", mixinStandardHelpOptions = true, description = "Publishes nothing more of one for now.")
    int pause(@Mixin AdminApi api, @Mixin Which which) {
        return step(api, which, "pause");
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Goes on with one.")
    int resume(@Mixin AdminApi api, @Mixin Which which) {
        return step(api, which, "resume");
    }

    @Command(name = "cancel", mixinStandardHelpOptions = true, description = "Ends one for good.")
    int cancel(@Mixin AdminApi api, @Mixin Which which) {
        return step(api, which, "cancel");
    }

    @Command(name = "rate", mixinStandardHelpOptions = true, description = "Changes how fast one may be.")
    int rate(
            @Mixin AdminApi api,
            @Mixin Which which,
            @Parameters(paramLabel = "N", index = "1", description = "The most changes a second.") int rate) {
        JsonNode replay = api.patch(PATH + '/' + which.id, which.body().put("rate", rate));
        say("Replay " + which.id + " has " + replay.path("rate").asInt() + " changes a second");
        return 0;
    }

    private int step(AdminApi api, Which which, String step) {
        JsonNode replay = api.post(PATH + '/' + which.id + '/' + step, which.body());
        say("Replay " + which.id + " is " + replay.path("state").asString());
        return 0;
    }

    private static void put(ObjectNode body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
