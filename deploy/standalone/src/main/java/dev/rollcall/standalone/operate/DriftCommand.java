package dev.rollcall.standalone.operate;

import dev.rollcall.standalone.Waiting;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Compares a SCIM app with what it should have, and mends the difference where that is wanted. */
@Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        description =
                "Compares a SCIM app with what it should have, and repairs it with --repair. Ends with status 0 where"
                        + " nothing differs in the end, and with 3 where something does.")
public final class DriftCommand implements Callable<Integer> {

    private static final Set<String> OVER = Set.of("done", "failed", "cancelled");
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int SHOWN = 50;
    private static final int DIFFERS = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AdminApi api = new AdminApi();

    @Parameters(paramLabel = "APP", description = "The app's id.")
    private String app = "";

    @Option(
            names = "--repair",
            split = ",",
            paramLabel = "WHAT",
            description = "all, kinds (missing, extra, different, unlinked), or ids of findings, with commas between.")
    private List<String> repair = List.of();

    @Option(
            names = "--run",
            description = "Repairs what this run found, without another one: ids of findings are of a run.")
    private @Nullable String run;

    @Option(names = "--confirm", description = "Repairs also where that deprovisions much of what the app has.")
    private boolean isConfirmed;

    @Option(names = "--reason", description = "Why, for whoever looks later.")
    private @Nullable String reason;

    @Override
    public Integer call() {
        String path = "/apps/" + app + "/reconciliations";
        String id =
                run == null ? api.post(path, body("reason", reason)).path("id").asString("") : run;
        JsonNode ended = await(path + '/' + id, "");
        out().println("Run " + id + ": " + ended.path("state").asString("") + ", "
                + ended.at("/seen/users").asString("0") + " users and "
                + ended.at("/seen/groups").asString("0") + " groups listed with "
                + ended.at("/seen/requests").asString("0") + " requests, "
                + ended.at("/seen/agreeing").asString("0") + " agree; findings: " + ended.path("findings"));
        if (ended.has("failure")) {
            throw new RefusedCommandException(ended.path("failure").asString(""));
        }
        if (!repair.isEmpty() && (isAny(ended) || run != null)) {
            api.post(path + '/' + id + "/repair", wanted());
            JsonNode mended = await(path + '/' + id, "/repair").path("repair");
            out().println("Repair: " + mended.path("state").asString("") + ", "
                    + mended.path("sent").asString("0") + " deliveries, "
                    + mended.path("repaired").asString("0") + " repaired, "
                    + mended.path("unrepaired").asString("0") + " not");
        }
        JsonNode left = api.get(
                        path + '/' + id + "/findings",
                        Map.of("state", "open,repairing,unrepaired", "limit", Integer.toString(SHOWN)))
                .path("findings");
        left.forEach(finding -> ((ObjectNode) finding).put("attributes", joined(finding.path("attributes"))));
        if (!left.isEmpty()) {
            Table.print(
                    out(),
                    left,
                    "id",
                    "kind",
                    "cause",
                    "resource_type",
                    "resource",
                    "remote_id",
                    "attributes",
                    "detail");
        }
        out().flush();
        return left.isEmpty() ? 0 : DIFFERS;
    }

    private static String joined(JsonNode values) {
        return values.valueStream().map(value -> value.asString("")).collect(Collectors.joining(" "));
    }

    private static boolean isAny(JsonNode run) {
        return run.path("findings").valueStream().anyMatch(count -> count.asLong() > 0);
    }

    private ObjectNode wanted() {
        ObjectNode body = body("reason", reason);
        Set<String> kinds = Set.of("missing", "extra", "different", "unlinked");
        if (repair.equals(List.of("all"))) {
            body.put("all", true);
        } else {
            var values = body.putArray(kinds.containsAll(repair) ? "kinds" : "findings");
            repair.forEach(values::add);
        }
        return isConfirmed ? body.put("confirm", true) : body;
    }

    /** Waits for the end, and tells how far it is. */
    private JsonNode await(String path, String part) {
        var last = new AtomicReference<>("");
        return Waiting.until(PAUSE, () -> {
                    JsonNode view = api.get(path, Map.of());
                    JsonNode told = view.at(part);
                    String state = told.path("state").asString("");
                    if (OVER.contains(state)) {
                        return Optional.of(view);
                    }
                    String line = state
                            + (told.has("progress")
                                    ? " " + told.path("progress").asString("") + " %"
                                    : "");
                    if (!line.equals(last.getAndSet(line))) {
                        out().println(line);
                        out().flush();
                    }
                    return Optional.<JsonNode>empty();
                })
                .orElseThrow(() -> new RefusedCommandException("Interrupted; the run goes on"));
    }

    private static ObjectNode body(String name, @Nullable String value) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        return value == null ? body : body.put(name, value);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
