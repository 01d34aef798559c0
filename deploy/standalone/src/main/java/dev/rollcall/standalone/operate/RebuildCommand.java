package dev.rollcall.standalone.operate;

import dev.rollcall.standalone.Waiting;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Makes the directory anew from the log, and watches that until it is done. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = "Makes the directory anew from the log beside the one in use, compares it with the log, and"
                + " switches to it. Interrupted, it goes on; run it again to watch it.")
public final class RebuildCommand implements Callable<Integer> {

    private static final String PATH = "/rebuilds";
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Set<String> OPEN = Set.of("building", "ready", "active");

    @Mixin
    private AdminApi api = new AdminApi();

    @Option(
            names = "--all",
            description = "Brings back all else that MongoDB held, too: the ledger, receipts, dead letters and the"
                    + " request log.")
    private boolean all;

    @Option(
            names = "--throttle",
            paramLabel = "N",
            description = "The most records that are copied in a second, of each partition.")
    private @Nullable Integer throttle;

    @Option(names = "--reason", description = "Why, for whoever looks later.")
    private @Nullable String reason;

    @ArgGroup
    private @Nullable End end;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What is done with it. */
    static final class End {

        @Option(names = "--confirm", description = "Drops the former directory when it is done.")
        private boolean confirm;

        @Option(names = "--no-switch", description = "Doesn't switch to it by itself.")
        private boolean noSwitch;

        @Option(names = "--cancel", description = "Gives up the one that is under way.")
        private boolean cancel;

        @Option(names = "--rollback", description = "Switches back to the former directory.")
        private boolean rollback;
    }

    @Override
    public Integer call() {
        End wanted = end == null ? new End() : end;
        @Nullable JsonNode open = open();
        if (wanted.cancel || wanted.rollback) {
            if (open == null) {
                throw new RefusedCommandException("No rebuild is under way.");
            }
            say(line(step(open, wanted.cancel ? "cancel" : "rollback")));
            return 0;
        }
        JsonNode rebuild = watch(open == null ? begin(!wanted.noSwitch) : open);
        if (is(rebuild, "ready") && !wanted.noSwitch) {
            rebuild = step(rebuild, "switch");
        }
        if (is(rebuild, "active") && wanted.confirm) {
            rebuild = step(rebuild, "confirm");
        }
        summary(rebuild);
        return is(rebuild, "failed") || is(rebuild, "cancelled") ? 1 : 0;
    }

    private JsonNode begin(boolean isAutomatic) {
        var body = new HashMap<String, @Nullable Object>();
        body.put("automatic", isAutomatic);
        body.put("everything", all);
        body.put("records_per_second", throttle);
        body.put("reason", reason);
        return api.postAny(PATH, body);
    }

    private @Nullable JsonNode open() {
        for (JsonNode rebuild : api.get(PATH, Map.of())) {
            if (OPEN.contains(rebuild.path("state").asString())) {
                return rebuild;
            }
        }
        return null;
    }

    private JsonNode step(JsonNode rebuild, String step) {
        return api.post(PATH + '/' + rebuild.path("id").asString() + '/' + step, Map.of());
    }

    private JsonNode watch(JsonNode begun) {
        if (!isUnderWay(begun)) {
            return begun;
        }
        String path = PATH + '/' + begun.path("id").asString();
        PrintWriter out = spec.commandLine().getOut();
        boolean isLive = System.console() != null && System.console().isTerminal();
        var told = new HashSet<String>();
        JsonNode ended = Waiting.until(EVERY, () -> {
                    JsonNode rebuild = api.get(path, Map.of());
                    rebuild.at("/progress/failures")
                            .valueStream()
                            .map(JsonNode::asString)
                            .filter(told::add)
                            .forEach(failure -> say((isLive ? "\r" : "") + "Trying again, " + failure));
                    if (isLive) {
                        out.print("\r" + line(rebuild) + "      ");
                        out.flush();
                    }
                    return Optional.of(rebuild).filter(now -> !isUnderWay(now));
                })
                .orElseThrow(() -> new RefusedCommandException("Interrupted; the rebuild goes on"));
        if (isLive) {
            out.println();
        }
        return ended;
    }

    /** Also after the switch to it, while the ledger is made anew. */
    private static boolean isUnderWay(JsonNode rebuild) {
        boolean lacksLedger = OPEN.contains(rebuild.path("state").asString())
                && !rebuild.path("ledger_whole").asBoolean(true);
        return is(rebuild, "building") || lacksLedger;
    }

    private static boolean is(JsonNode rebuild, String state) {
        return rebuild.path("state").asString().equals(state);
    }

    private static String line(JsonNode rebuild) {
        JsonNode progress = rebuild.path("progress");
        String left = progress.path("seconds_left").isNumber()
                ? ", " + progress.path("seconds_left").asLong() + " s left"
                : "";
        return "Rebuild %s is %s: %.1f %%, %d records, %d/s%s"
                .formatted(
                        rebuild.path("id").asString(),
                        rebuild.path("state").asString(),
                        progress.path("percent").asDouble(),
                        progress.path("records").asLong(),
                        progress.path("records_per_second").asLong(),
                        left);
    }

    private void summary(JsonNode rebuild) {
        say(line(rebuild));
        say(rebuild.path("detail").asString());
        JsonNode unreadable = rebuild.path("progress").path("unreadable_records");
        unreadable.forEach(record -> say("unreadable " + record.asString()));
        PrintWriter out = spec.commandLine().getOut();
        if (!rebuild.path("verification").isEmpty()) {
            Table.print(
                    out,
                    rebuild.path("verification"),
                    "connection",
                    "type",
                    "equal",
                    "logged",
                    "held",
                    "directory_hash");
        }
        if (!rebuild.path("differences").isEmpty()) {
            Table.print(out, rebuild.path("differences"), "type", "key", "kind");
        }
        if (is(rebuild, "active")) {
            say("The former directory is kept until: deploy/rollcall rebuild --confirm. Back to it: --rollback.");
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
