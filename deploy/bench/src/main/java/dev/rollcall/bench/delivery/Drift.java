package dev.rollcall.bench.delivery;

import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.population.Population;
import dev.rollcall.bench.report.DeliveryResult;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A SCIM app that has all it should have is compared with it. */
final class Drift {

    private static final Set<String> OVER = Set.of("done", "failed", "cancelled");

    private final AdminApi admin;
    private final Population population;
    private final LoadGenerator generator;
    private final Deliveries.Backlog sizes;
    private final Consumer<DeliveryResult> results;

    Drift(
            AdminApi admin,
            Population population,
            LoadGenerator generator,
            Deliveries.Backlog sizes,
            Consumer<DeliveryResult> results) {
        this.admin = admin;
        this.population = population;
        this.generator = generator;
        this.sizes = sizes;
        this.results = results;
    }

    private static ObjectNode usersOnly() {
        ObjectNode more = JsonMapper.shared().createObjectNode();
        more.putObject("scope").put("groups", "displayName eq \"nobody\"");
        return more;
    }

    void run(String token) {
        population.require(sizes.users(), generator);
        try (var app = new KeepingApp()) {
            String id = admin.create("scim", "drift", app.url(), token, usersOnly());
            boolean isThere = Deliveries.await(() -> app.size() >= sizes.users() && admin.lag(id) == 0);
            app.takeReads();
            long began = System.nanoTime();
            String run = admin.reconcile(id);
            Deliveries.await(() ->
                    OVER.contains(admin.reconciliation(id, run).path("state").asString("")));
            double seconds = (System.nanoTime() - began) / 1e9;
            JsonNode ended = admin.reconciliation(id, run);
            long agreeing = ended.at("/seen/agreeing").asLong();
            long requests = app.takeReads();
            boolean isWell = isThere && ended.path("state").asString("").equals("done") && agreeing == app.size();
            results.accept(new DeliveryResult(
                    BenchCase.DRIFT.label(),
                    "agreeing",
                    null,
                    1,
                    app.size(),
                    requests,
                    Numbers.round(requests / seconds),
                    null,
                    Numbers.round(100.0 * requests / app.size()),
                    null,
                    null,
                    Numbers.round(seconds),
                    null,
                    0,
                    isWell ? null : "it didn't end in agreement: " + ended));
            admin.delete(id);
        }
    }
}
