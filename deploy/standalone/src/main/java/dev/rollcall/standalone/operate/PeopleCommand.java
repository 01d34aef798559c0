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

/** Shows what people and groups were, brings them back to it, and forgets people. */
@Command(
        name = "people",
        mixinStandardHelpOptions = true,
        description = "Shows what people and groups were, restores that, and forgets people.")
public final class PeopleCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** A user or a group. */
    static final class Whom {

        @Parameters(paramLabel = "ID", description = "The id of a user, or with --group of a group.")
        private String id = "";

        @Option(names = "--group", description = "It is a group.")
        private boolean isGroup;

        @Option(names = "--connection", description = "Its connection, where the id alone doesn't tell.")
        private @Nullable String connection;

        private String path(String rest) {
            return "/directory/" + (isGroup ? "groups/" : "users/") + id + rest;
        }
    }

    /** When. */
    static final class Then {

        @Option(names = "--at", paramLabel = "TIME", description = "Such as 2026-11-30T08:00:00Z.")
        private @Nullable String at;

        @Option(names = "--sequence", paramLabel = "N", description = "After the change with this number.")
        private @Nullable String sequence;
    }

    @Command(name = "timeline", mixinStandardHelpOptions = true, description = "Lists the changes, newest first.")
    int timeline(
            @Mixin AdminApi api,
            @Mixin Whom whom,
            @Option(names = "--limit", defaultValue = "50", description = "How many (default: ${DEFAULT-VALUE}).")
                    String limit,
            @Option(names = "--cursor", description = "The sequence before which to begin.") @Nullable String cursor) {
        JsonNode page = api.get(
                whom.path("/timeline"), parameters("connection", whom.connection, "limit", limit, "cursor", cursor));
        for (JsonNode change : page.path("changes")) {
            say("%s  %s  %s  %s%s"
                    .formatted(
                            change.path("sequence").asString(),
                            change.path("time").asString(),
                            kind(change.path("kind").asString()),
                            change.path("cause").asString(),
                            change.has("operator")
                                    ? " by " + change.path("operator").asString()
                                    : ""));
            if (change.has("joined")) {
                say("    " + (change.path("joined").asBoolean() ? "joined " : "left ")
                        + change.path("group").asString(change.path("resource").asString()));
            }
            differences(change.path("differences"));
        }
        if (page.has("next_cursor")) {
            say("More with --cursor " + page.path("next_cursor").asString());
        }
        return 0;
    }

    @Command(name = "at", mixinStandardHelpOptions = true, description = "Shows a user or a group as it was.")
    int at(@Mixin AdminApi api, @Mixin Whom whom, @ArgGroup @Nullable Then then) {
        JsonNode point = api.get(
                whom.path(""),
                parameters(
                        "connection",
                        whom.connection,
                        "at",
                        then == null ? null : then.at,
                        "sequence",
                        then == null ? null : then.sequence));
        say(point.path("resource").toPrettyString());
        return 0;
    }

    @Command(
            name = "restore",
            mixinStandardHelpOptions = true,
            description = "Shows what would change to be as it was then; with --apply, changes it.")
    int restore(
            @Mixin AdminApi api,
            @Mixin Whom whom,
            @ArgGroup(multiplicity = "1") Then then,
            @Option(names = "--apply", description = "Do it.") boolean isToBeDone,
            @Option(names = "--reason", description = "Why, for whoever looks later.") @Nullable String reason) {
        Map<String, @Nullable String> wanted =
                parameters("connection", whom.connection, "at", then.at, "sequence", then.sequence, "reason", reason);
        JsonNode plan = api.post(whom.path("/restore"), wanted);
        say(plan.path("action").asString() + " " + plan.path("restored_as").asString());
        differences(plan.path("differences"));
        plan.path("joins").forEach(one -> say("    + " + named(one)));
        plan.path("leaves").forEach(one -> say("    - " + named(one)));
        if (plan.has("obstacle")) {
            say("It would be refused: " + plan.path("obstacle").asString());
            return 1;
        }
        JsonNode done = plan;
        if (isToBeDone && !plan.path("action").asString().equals("none")) {
            wanted.put("guard", plan.path("guard").asString());
            done = api.post(whom.path("/restore"), wanted);
        }
        done.path("not_restored")
                .forEach(lost -> say("Not restored: " + lost.path("what").asString() + " " + named(lost) + " "
                        + lost.path("why").asString()));
        say(done.path("done").asBoolean() ? "Restored" : "Nothing was changed");
        return 0;
    }

    @Command(
            name = "forget",
            mixinStandardHelpOptions = true,
            description = "Erases a person everywhere. This can't be undone.")
    int forget(
            @Mixin AdminApi api,
            @Parameters(paramLabel = "USER", description = "An id or a userName.") String user,
            @Option(names = "--connection", description = "Where the id alone doesn't tell.") @Nullable
                    String connection,
            @Option(names = "--reason", required = true, description = "Why; it must not name the person.")
                    String reason,
            @Option(names = "--force", description = "Don't wait for apps that don't take the deletion.")
                    boolean isForced) {
        erasure(api.post(
                "/directory/users/" + AdminApi.encoded(user) + "/erasure",
                parameters("connection", connection, "reason", reason, "force", isForced ? "true" : null)));
        return 0;
    }

    @Command(
            name = "forgotten",
            mixinStandardHelpOptions = true,
            description = "Tells how far an erasure is, and what remains until when.")
    int forgotten(
            @Mixin AdminApi api,
            @Parameters(
                            paramLabel = "USER",
                            description = "The id that the person had, or the userName while it is known still.")
                    String user,
            @Option(names = "--connection", description = "Where the id alone doesn't tell.") @Nullable
                    String connection) {
        erasure(api.get(
                "/directory/users/" + AdminApi.encoded(user) + "/erasure", parameters("connection", connection)));
        return 0;
    }

    private void erasure(JsonNode erasure) {
        say(erasure.path("user").asString() + "  " + erasure.path("state").asString());
        erasure.path("waits_for").forEach(wait -> say("    waits: " + wait.asString()));
        erasure.path("gone")
                .properties()
                .forEach(place -> say("    gone: " + place.getValue().asString() + " in " + place.getKey()));
        erasure.path("remains")
                .forEach(remainder -> say("    remains: "
                        + remainder.path("topic").asString() + " until "
                        + remainder.path("until").asString("?") + ", by "
                        + remainder.path("by").asString()));
    }

    private static String named(JsonNode one) {
        String id = one.path("id").asString("");
        return one.hasNonNull("display") ? id + " (" + one.path("display").asString() + ")" : id;
    }

    private void differences(JsonNode differences) {
        differences.forEach(difference -> say("    " + difference.path("path").asString() + ": "
                + shown(difference.path("before")) + " -> " + shown(difference.path("after"))));
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }

    /** The event without what all of them begin with. */
    private static String kind(String uri) {
        return uri.substring(uri.indexOf("event:") + 6);
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
