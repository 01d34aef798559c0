package dev.rollcall.sync.delivery;

import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.AppHttp;
import dev.rollcall.sync.app.ScimClient;
import dev.rollcall.sync.app.Seats;
import dev.rollcall.sync.app.WebhookClient;
import java.time.Clock;

/** Engages the courier for an app's kind. */
public final class Couriers {

    private final AppHttp http;
    private final Ledger ledger;
    private final Seats seats;
    private final DirectoryGroups directory;
    private final Clock clock;

    public Couriers(AppHttp http, Ledger ledger, Seats seats, DirectoryGroups directory, Clock clock) {
        this.http = http;
        this.ledger = ledger;
        this.seats = seats;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * @param concurrency how many resources are delivered at once, where the app has no limit of its own
     * @param attempts how often one resource is tried before it is given up
     */
    public Courier engage(App app, int concurrency, int attempts) {
        var crew = new Crew(app.concurrency(concurrency));
        Attempts tries = Attempts.quick(attempts);
        return switch (app.kind()) {
            case WEBHOOK ->
                new WebhookCourier(
                        new WebhookClient(app, http, clock), app.setting().getBody(), crew, tries);
            case SCIM -> {
                var client = new ScimClient(app, http);
                var resources = new ScimResources(
                        app,
                        client,
                        new Counterparts(client, ledger),
                        new Homecoming(app.id(), client, ledger, directory));
                yield new ScimCourier(ledger, resources, crew, tries, seats);
            }
            case SET_PUSH, SET_POLL, UNKNOWN ->
                throw new IllegalArgumentException("An app of a kind that this version doesn't know.");
        };
    }
}
