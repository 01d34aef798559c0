package dev.rollcall.standalone.operate;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Shows connections whose changes are held because too many left at once, and decides about them. */
@Command(
        name = "holds",
        mixinStandardHelpOptions = true,
        description = "Shows changes that are held because too many users left at once, and releases or discards them.")
public final class HoldsCommand {

    private static final String PATH = "/holds";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists those that wait, or were decided about.")
    int list(
            @Mixin AdminApi api,
            @Option(
                            names = "--state",
                            defaultValue = "open",
                            description = "open, released or discarded (default: ${DEFAULT-VALUE}).")
                    String state) {
        Table.print(
                spec.commandLine().getOut(),
                api.get(PATH, Map.of("state", state)).path("holds"),
                "id",
                "connection",
                "state",
                "since",
                "left",
                "users",
                "changes",
                "departures",
                "last_sequence");
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Lists the people whom a release would hit.")
    int show(
            @Mixin AdminApi api,
            @Parameters(paramLabel = "ID", description = "The id of a hold.") String id,
            @Option(names = "--limit", defaultValue = "50", description = "How many (default: ${DEFAULT-VALUE}).")
                    String limit,
            @Option(names = "--cursor", description = "Where to go on, as the page before said.") @Nullable
                    String cursor) {
        var parameters = new HashMap<String, @Nullable String>();
        parameters.put("limit", limit);
        parameters.put("cursor", cursor);
        JsonNode page = api.get(PATH + '/' + id, parameters);
        Table.print(spec.commandLine().getOut(), page.path("people"), "sequence", "time", "effect", "id", "user_name");
        if (page.has("next_cursor")) {
            say("More: --cursor " + page.path("next_cursor").asString());
        }
        return 0;
    }

    @Command(name = "release", mixinStandardHelpOptions = true, description = "Brings apps all that is held.")
    int release(
            @Mixin AdminApi api,
            @Parameters(paramLabel = "ID", description = "The id of a hold.") String id,
            @Option(names = "--reason", required = true, description = "Why, for whoever looks later.") String reason,
            @Option(
                            names = "--last",
                            description = "The last sequence as it was listed; refused if there is more by now.")
                    @Nullable
                    Long last) {
        return decide(api, id, "release", reason, last);
    }

    @Command(
            name = "discard",
            mixinStandardHelpOptions = true,
            description = "Brings apps what is held, but nothing by which somebody leaves.")
    int discard(
            @Mixin AdminApi api,
            @Parameters(paramLabel = "ID", description = "The id of a hold.") String id,
            @Option(names = "--reason", required = true, description = "Why, for whoever looks later.") String reason,
            @Option(
                            names = "--last",
                            description = "The last sequence as it was listed; refused if there is more by now.")
                    @Nullable
                    Long last) {
        return decide(api, id, "discard", reason, last);
    }

    private int decide(AdminApi api, String id, String step, String reason, @Nullable Long last) {
        var body = new HashMap<String, @Nullable Object>();
        body.put("reason", reason);
        body.put("last_sequence", last);
        JsonNode answer = api.postAny(PATH + '/' + id + '/' + step, body);
        say(answer.path("hold").path("id").asString() + " "
                + answer.path("hold").path("state").asString());
        if (answer.has("note")) {
            say(answer.path("note").asString());
        }
        return 0;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
