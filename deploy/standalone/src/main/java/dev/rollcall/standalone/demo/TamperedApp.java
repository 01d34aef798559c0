package dev.rollcall.standalone.demo;

import dev.rollcall.standalone.demo.web.JsonCalls;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Somebody changes, deletes and adds accounts in an app; a reconciliation finds it, and a repair mends it. */
record TamperedApp(JsonCalls admin, SampleApp.Scim app) implements Drill {

    private static final Set<String> OVER = Set.of("done", "failed", "cancelled");
    private static final String DONE = "done";
    private static final String REASON = "Drill: somebody tampered with the app";

    @Override
    public String intent() {
        return "in %s an account is changed by hand, one deleted, one added; it is reconciled and repaired"
                .formatted(app.name());
    }

    @Override
    public String run() {
        tamper();
        String runs = app.path(admin) + "/reconciliations";
        String path = runs + "/" + admin.post(runs, reasoned()).path("id").asString();
        JsonNode run =
                Job.await(admin, path, view -> OVER.contains(view.path("state").asString()));
        Job.require(run, "/state", DONE);
        // what was added is foreign to Rollcall, and only touched where it is named
        ObjectNode wanted = reasoned().put("confirm", true);
        JsonNode findings = admin.get(path + "/findings?limit=200").path("findings");
        findings.forEach(
                finding -> wanted.withArray("/findings").add(finding.path("id").asString()));
        admin.post(path + "/repair", wanted);
        JsonNode repair = Job.await(
                        admin,
                        path,
                        view -> OVER.contains(view.at("/repair/state").asString("")))
                .path("repair");
        Job.require(repair, "/state", DONE);
        return "found %s; %d repaired, %d not"
                .formatted(
                        kinds(findings),
                        repair.path("repaired").asLong(),
                        repair.path("unrepaired").asLong());
    }

    /** Such as {@code 4 different, 1 extra, 1 missing}. */
    static String kinds(JsonNode findings) {
        return findings
                .valueStream()
                .collect(Collectors.groupingBy(
                        finding -> finding.path("kind").asString(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
    }

    private void tamper() {
        JsonNode users = app.calls().get("/Users?count=2").path("Resources");
        app.calls()
                .patch(
                        "/Users/" + users.path(0).path("id").asString(),
                        JsonMapper.shared().readTree("""
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                "Operations": [{"op": "replace", "path": "title", "value": "Tampered"}]}"""));
        app.calls().delete("/Users/" + users.path(1).path("id").asString());
        app.calls().post("/Users", JsonMapper.shared().readTree("""
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "intruder", "active": true}"""));
    }

    private static ObjectNode reasoned() {
        return JsonMapper.shared().createObjectNode().put("reason", REASON);
    }
}
