package dev.rollcall.standalone.operate;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Shows what was given up, and does something about it. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        description = "Shows deliveries that were given up, and retries or skips them.")
public final class DeadLettersCommand {

    private static final String PATH = "/dead-letters";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the newest, one by one.")
    int list(
            @Mixin AdminApi api,
            @Option(names = "--app", description = "Only of this app.") @Nullable String app,
            @Option(names = "--cause", description = "Only of this cause.") @Nullable String cause,
            @Option(
                            names = "--state",
                            defaultValue = "open",
                            description = "open, retrying, resolved or skipped (default: ${DEFAULT-VALUE}).")
                    String state,
            @Option(names = "--limit", defaultValue = "50", description = "How many (default: ${DEFAULT-VALUE}).")
                    String limit) {
        JsonNode page = api.get(PATH, parameters("app", app, "cause", cause, "state", state, "limit", limit));
        Table.print(
                spec.commandLine().getOut(),
                page.path("dead_letters"),
                "id",
                "time",
                "state",
                "app",
                "cause",
                "resource_type",
                "resource",
                "detail");
        return 0;
    }

    @Command(
            name = "causes",
            mixinStandardHelpOptions = true,
            description = "Lists the causes of open ones, and what would mend each.")
    int causes(@Mixin AdminApi api, @Option(names = "--app", description = "Only of this app.") @Nullable String app) {
        Table.print(
                spec.commandLine().getOut(),
                api.get(PATH + "/causes", parameters("app", app)),
                "count",
                "app",
                "cause",
                "last",
                "whose",
                "mend");
        return 0;
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Sends one, or all open ones of a cause, to the app once more, or puts it back on its topic.")
    int retry(
            @Mixin AdminApi api,
            @ArgGroup(multiplicity = "1") Chosen chosen,
            @Option(names = "--reason", description = "Why, for whoever looks later.") @Nullable String reason) {
        return act(api, "retry", "sent once more", chosen, reason);
    }

    @Command(
            name = "skip",
            mixinStandardHelpOptions = true,
            description = "Leaves the app without one, or all open ones of a cause.")
    int skip(
            @Mixin AdminApi api,
            @ArgGroup(multiplicity = "1") Chosen chosen,
            @Option(names = "--reason", description = "Why, for whoever looks later.") @Nullable String reason) {
        return act(api, "skip", "skipped", chosen, reason);
    }

    @Command(
            name = "record",
            mixinStandardHelpOptions = true,
            description = "Shows what one is about, without personal data.")
    int record(@Mixin AdminApi api, @Parameters(paramLabel = "ID", description = "The letter's id.") String id) {
        say(api.get(PATH + '/' + id + "/record", parameters()).toPrettyString());
        return 0;
    }

    /** One letter, or a cause. */
    static final class Chosen {

        @Parameters(paramLabel = "ID", description = "The id of a dead letter.")
        private @Nullable String id;

        @ArgGroup(exclusive = false)
        private @Nullable OfCause cause;
    }

    /** All open letters of a cause. */
    static final class OfCause {

        @Option(names = "--app", description = "The app; without it letters that are about no delivery.")
        private @Nullable String app;

        @Option(names = "--cause", required = true, description = "The cause, as the list has it.")
        private String cause = "";
    }

    private int act(AdminApi api, String step, String done, Chosen chosen, @Nullable String reason) {
        OfCause cause = chosen.cause;
        if (cause == null) {
            api.post(PATH + '/' + chosen.id + '/' + step, parameters("reason", reason));
            say("1 " + done);
            return 0;
        }
        long count = 0;
        JsonNode answer;
        do {
            answer = api.post(PATH + '/' + step, parameters("app", cause.app, "cause", cause.cause, "reason", reason));
            count += answer.path("count").asLong();
        } while (answer.path("count").asLong() > 0 && answer.path("remaining").asLong() > 0);
        say(count + " " + done);
        return 0;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private static Map<String, @Nullable String> parameters(@Nullable String... pairs) {
        var parameters = new HashMap<String, @Nullable String>();
        for (int at = 0; at < pairs.length; at += 2) {
            parameters.put(String.valueOf(pairs[at]), pairs[at + 1]);
        }
        return parameters;
    }
}
