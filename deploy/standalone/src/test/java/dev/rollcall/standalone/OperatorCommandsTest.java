package dev.rollcall.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OperatorCommandsTest {

    @TempDir
    private Path data;

    private final List<String> asked = new ArrayList<>();
    private final HttpServer api;

    OperatorCommandsTest() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(data.resolve("secrets"));
        Files.writeString(data.resolve("secrets/admin-token"), "the-token\n");
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    @Test
    void listsTheCausesInColumns() {
        answer(Map.of("GET /api/v1/dead-letters/causes", """
                [{"count": 12, "app": "crm", "cause": "http-422 invalidValue", "whose": "The app's.", "mend": "Mend it."}]"""));

        assertThat(said(0, "dead-letters", "causes").lines())
                .containsExactly(
                        "COUNT  APP  CAUSE                  LAST  WHOSE       MEND",
                        "12     crm  http-422 invalidValue  -     The app's.  Mend it.");
        assertThat(asked).containsExactly("Bearer the-token GET /api/v1/dead-letters/causes ");
    }

    @Test
    void saysThatThereIsNoneInsteadOfAnEmptyTable() {
        answer(Map.of("GET /api/v1/dead-letters/causes", "[]"));

        assertThat(said(0, "dead-letters", "causes")).isEqualTo("None." + System.lineSeparator());
    }

    @Test
    void tellsWhatAUrlIsToBeLike() {
        for (String url : new String[] {"nonsense", "127.0.0.1:8080", "ftp://127.0.0.1", "http:// "}) {
            var failures = new ArrayList<String>();
            int status = RollcallLauncher.commandLine()
                    .setExecutionExceptionHandler((failure, _, _) -> {
                        failures.add(String.valueOf(failure.getMessage()));
                        return 1;
                    })
                    .execute("apps", "--url", url, "--data", data.toString());
            assertThat(status).isEqualTo(1);
            assertThat(failures).containsExactly("--url must be one such as http://127.0.0.1:8080.");
        }
    }

    @Test
    void retriesAllOfACauseAndTellsHowMany() {
        answer(Map.of("POST /api/v1/dead-letters/retry", "{\"count\": 3, \"remaining\": 0}"));

        assertThat(said(0, "dead-letters", "retry", "--app", "crm", "--cause", "http-422", "--reason", "Mended"))
                .isEqualTo("3 sent once more" + System.lineSeparator());
        assertThat(asked).singleElement().asString().contains("\"app\":\"crm\"", "\"reason\":\"Mended\"");
    }

    @Test
    void skipsOne() {
        answer(Map.of("POST /api/v1/dead-letters/l1/skip", "{\"count\": 1}"));

        assertThat(said(0, "dead-letters", "skip", "l1")).isEqualTo("1 skipped" + System.lineSeparator());
    }

    @Test
    void showsWhomAHoldWouldHitAndDecidesAboutIt() {
        answer(Map.of(
                "GET /api/v1/holds/acme-7",
                "{\"people\": [{\"id\": \"u1\", \"user_name\": \"ada\", \"effect\": \"deleted\", \"sequence\": 7}],"
                        + " \"next_cursor\": \"1-7\"}",
                "POST /api/v1/holds/acme-7/discard",
                "{\"hold\": {\"id\": \"acme-7\", \"state\": \"discarded\"}, \"note\": \"Mind.\"}"));

        assertThat(said(0, "holds", "show", "acme-7")).contains("ada", "deleted", "--cursor 1-7");
        assertThat(said(0, "holds", "discard", "acme-7", "--reason", "A wrong rule", "--last", "9"))
                .contains("acme-7 discarded", "Mind.");
        assertThat(asked.getLast()).contains("\"reason\":\"A wrong rule\"", "\"last_sequence\":9");
        assertThat(said(2, "holds", "release", "acme-7")).contains("--reason");
    }

    @Test
    void rebuildsAndTellsWhatWasCompared() {
        answer(Map.of(
                "GET /api/v1/rebuilds",
                "[]",
                "POST /api/v1/rebuilds",
                "{\"id\": \"3\", \"state\": \"active\"}",
                "POST /api/v1/rebuilds/3/confirm",
                """
                {"id": "3", "state": "confirmed", "detail": "All 5 resources equal the log.",
                 "progress": {"percent": 100.0, "records": 7, "records_per_second": 0},
                 "verification": [{"connection": "hr", "type": "users", "equal": true, "logged": 5, "held": 5,
                   "directory_hash": "aa"}]}"""));

        assertThat(said(0, "rebuild", "--confirm", "--throttle", "100", "--all").lines())
                .startsWith(
                        "Rebuild 3 is confirmed: 100.0 %, 7 records, 0/s",
                        "All 5 resources equal the log.",
                        "CONNECTION  TYPE   EQUAL  LOGGED  HELD  DIRECTORY HASH",
                        "hr          users  true   5       5     aa");
        assertThat(asked)
                .anySatisfy(call -> assertThat(call)
                        .contains("\"records_per_second\":100", "\"everything\":true", "\"automatic\":true"));
    }

    @Test
    void endsWithAFailureWhenTheRebuildDiffersFromTheLog() {
        answer(Map.of(
                "GET /api/v1/rebuilds", "[{\"id\": \"3\", \"state\": \"building\"}]", "GET /api/v1/rebuilds/3", """
                {"id": "3", "state": "failed", "detail": "It differs.",
                 "progress": {"failures": ["partition 4: java.lang.StackOverflowError"]},
                 "differences": [{"type": "users", "key": "hr/u1", "kind": "altered"}]}"""));

        assertThat(said(1, "rebuild"))
                .contains("Trying again, partition 4: java.lang.StackOverflowError", "failed", "It differs.", "hr/u1");
    }

    @Test
    void listsTheAppsWithTheirLag() {
        answer(Map.of(
                "GET /api/v1/apps", "[{\"id\": \"crm\"}]",
                "GET /api/v1/apps/crm", "{\"id\": \"crm\", \"name\": \"CRM\", \"kind\": \"scim\", \"lag\": 7}"));

        assertThat(said(0, "apps")).contains("crm", "CRM", "scim", "7");
    }

    @Test
    void showsHowSomebodyHasBecomeWhatTheyAre() {
        answer(Map.of("GET /api/v1/directory/users/u1/timeline", """
                {"changes": [
                  {"sequence": 7, "time": "T2", "kind": "urn:ietf:params:scim:event:prov:patch:full", "cause": "cascade",
                   "joined": false, "group": "Poets", "differences": []},
                  {"sequence": 3, "time": "T1", "kind": "urn:ietf:params:scim:event:prov:put:full", "cause": "restore",
                   "operator": "admin-token", "differences": [{"path": "title", "before": "Boss"}]}],
                 "next_cursor": 3}"""));

        assertThat(said(0, "people", "timeline", "u1").lines())
                .containsExactly(
                        "7  T2  prov:patch:full  cascade",
                        "    left Poets",
                        "3  T1  prov:put:full  restore by admin-token",
                        "    title: \"Boss\" -> nothing",
                        "More with --cursor 3");
    }

    @Test
    void restoresOnlyWhatItHasShown() {
        answer(Map.of("POST /api/v1/directory/groups/g1/restore", """
                {"action": "replace", "restored_as": "g1", "guard": "the-guard", "done": true, "joins": [{"id": "u1", "display": null}],
                 "leaves": [{"id": "u3", "display": "bob"}],
                 "differences": [], "not_restored": [{"what": "member", "id": "u2", "why": "Gone."}]}"""));

        assertThat(said(0, "people", "restore", "g1", "--group", "--sequence", "7", "--reason", "A mistake", "--apply"))
                .contains("+ u1\n", "- u3 (bob)\n", "Not restored: member u2 Gone.", "Restored");
        assertThat(asked).hasSize(2);
        assertThat(asked.getFirst()).doesNotContain("guard");
        assertThat(asked.getLast()).contains("\"guard\":\"the-guard\"", "\"reason\":\"A mistake\"");
    }

    @Test
    void tellsWhatRemainsOfSomebodyWhoIsForgotten() {
        answer(Map.of("POST /api/v1/directory/users/ada@example.com/erasure", """
                {"user": "u1", "state": "purging", "waits_for": [], "gone": {"receipts": 4},
                 "remains": [{"topic": "identity.changes", "until": "T", "by": "retention"}]}"""));

        assertThat(said(0, "people", "forget", "ada@example.com", "--reason", "Case 4711")
                        .lines())
                .containsExactly(
                        "u1  purging",
                        "    gone: 4 in receipts",
                        "    remains: identity.changes until T, by retention");
    }

    @Test
    void asksHowFarAnErasureIsByName() {
        answer(Map.of(
                "GET /api/v1/directory/users/ada@example.com/erasure", "{\"user\": \"u1\", \"state\": \"requested\"}"));

        assertThat(said(0, "people", "forgotten", "ada@example.com").strip()).isEqualTo("u1  requested");
    }

    @Test
    void comparesAnAppRepairsItAndTellsWhatIsLeft() {
        String run = """
                {"id": "r1", "state": "done", "progress": 100, "findings": {"missing": 1},
                 "seen": {"users": 10, "groups": 1, "requests": 3, "agreeing": 10},
                 "repair": {"state": "done", "sent": 1, "repaired": 1, "unrepaired": 0}}""";
        answer(Map.of(
                "POST /api/v1/apps/crm/reconciliations",
                "{\"id\": \"r1\"}",
                "GET /api/v1/apps/crm/reconciliations/r1",
                run,
                "POST /api/v1/apps/crm/reconciliations/r1/repair",
                run,
                "GET /api/v1/apps/crm/reconciliations/r1/findings",
                "{\"findings\": []}"));

        assertThat(said(0, "drift", "crm", "--repair", "missing,extra", "--reason", "Audit"))
                .contains("Run r1: done, 10 users and 1 groups listed with 3 requests, 10 agree", "1 repaired, 0 not");
        assertThat(asked)
                .anySatisfy(call -> assertThat(call)
                        .contains("/repair", "\"kinds\":[\"missing\",\"extra\"]", "\"reason\":\"Audit\""));
    }

    @Test
    void endsWithAStatusOfItsOwnWhereAnAppDiffers() {
        answer(
                Map.of(
                        "POST /api/v1/apps/crm/reconciliations", "{\"id\": \"r1\"}",
                        "GET /api/v1/apps/crm/reconciliations/r1",
                                "{\"state\": \"done\", \"findings\": {\"missing\": 1}}",
                        "GET /api/v1/apps/crm/reconciliations/r1/findings",
                                "{\"findings\": [{\"id\": \"f1\", \"kind\": \"missing\", \"cause\": \"lost\", \"resource\": \"u1\"}]}"));

        assertThat(said(3, "drift", "crm")).contains("f1  missing  lost");
    }

    @Test
    void saysWhatWasRefusedInTheWordsOfTheApi() {
        answer(Map.of());

        assertThat(said(1, "dead-letters", "list")).contains("Rollcall answered 404: There is nothing.");
    }

    @Test
    void needsALetterOrACause() {
        assertThat(said(2, "dead-letters", "retry")).contains("ID", "--cause");
    }

    @Test
    void beginsAReplayAndWatchesItToItsEnd() {
        answer(Map.of(
                "POST /api/v1/apps/crm/replays", "{\"id\": \"r1\", \"state\": \"running\"}",
                "GET /api/v1/replays/r1", """
                {"id": "r1", "state": "finished",
                 "progress": {"percent": 100, "published": 7, "delivered": 6, "skipped": 1, "failed": 0, "per_second": 3.5}}"""));

        assertThat(said(0, "replay", "start", "crm", "--user", "u1", "--rate", "50", "--reason", "It forgot"))
                .contains("Replay r1 of crm begun", "finished 100 %: 7 published, 6 delivered, 1 skipped, 0 failed");
        assertThat(asked.getFirst()).contains("\"user\":\"u1\"", "\"rate\":50", "\"reason\":\"It forgot\"");
    }

    @Test
    void pausesAReplayAndChangesItsRate() {
        answer(Map.of(
                "POST /api/v1/replays/r1/pause", "{\"state\": \"paused\"}",
                "PATCH /api/v1/replays/r1", "{\"rate\": 5}"));

        assertThat(said(0, "replay", "pause", "r1")).startsWith("Replay r1 is paused");
        assertThat(said(0, "replay", "rate", "r1", "5")).startsWith("Replay r1 has 5 changes a second");
    }

    private void answer(Map<String, String> answers) {
        api.createContext("/", exchange -> {
            String call =
                    exchange.getRequestMethod() + ' ' + exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestHeaders().getFirst("Authorization")
                    + ' '
                    + call
                    + ' '
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = answers.getOrDefault(call, "{\"detail\": \"There is nothing.\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answers.containsKey(call) ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private String said(int status, String... args) {
        var all = new ArrayList<>(List.of(args));
        if (status != CommandLine.ExitCode.USAGE) {
            all.addAll(List.of("--url", "http://127.0.0.1:" + api.getAddress().getPort(), "--data", data.toString()));
        }
        StringWriter said = new StringWriter();
        CommandLine commandLine = RollcallLauncher.commandLine()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println(failure.getMessage());
                    return 1;
                });
        assertThat(commandLine.execute(all.toArray(String[]::new))).isEqualTo(status);
        return said.toString();
    }
}
