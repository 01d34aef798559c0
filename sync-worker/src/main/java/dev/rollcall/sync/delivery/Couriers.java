package dev.rollcall.sync.delivery;

import dev.rollcall.event.AppKind;
import dev.rollcall.schemas.scope.Mapping;
import dev.rollcall.schemas.scope.Scope;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.AppHttp;
import dev.rollcall.sync.app.EventClient;
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
    private final DirectoryPeople people;
    private final Tokens tokens;
    private final Clock clock;
    private final WebhookMessages messages = new WebhookMessages();

    public Couriers(
            AppHttp http,
            Ledger ledger,
            Seats seats,
            DirectoryGroups directory,
            DirectoryPeople people,
            Tokens tokens,
            Clock clock) {
        this.http = http;
        this.ledger = ledger;
        this.seats = seats;
        this.directory = directory;
        this.people = people;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * @param concurrency how many resources are delivered at once, where the app has no limit of its own
     * @param attempts how often one resource is tried before it is given up
     */
    public Courier engage(App app, int concurrency, int attempts) {
        Scope scope = Scope.of(app.setting());
        Mapping mapping = app.kind() == AppKind.SCIM ? Mapping.of(app.setting().getMapping()) : Mapping.NONE;
        Courier courier = scoped(app, scope, mapping, engage(app, mapping, concurrency, attempts));
        return app.kind() == AppKind.SCIM ? new Renewal(courier, people) : courier;
    }

    private Courier scoped(App app, Scope scope, Mapping mapping, Courier courier) {
        if (scope.isAll() && !mapping.looksAtMemberships()) {
            return app.kind() == AppKind.SCIM ? new CatchUpCourier(courier, people) : courier;
        }
        Scoping scoping = app.kind() == AppKind.SCIM
                ? new StateScoping(scope, mapping, people, ledger)
                : new MessageScoping(scope, people, ledger);
        boolean memberships = scope.looksAtMemberships() || mapping.looksAtMemberships();
        return new ScopedCourier(
                courier,
                scoping,
                new Candidates(
                        people,
                        ledger,
                        memberships,
                        app.kind() == AppKind.SCIM ? new Ahead(people) : null,
                        scoping::isConcerned),
                people);
    }

    private Courier engage(App app, Mapping mapping, int concurrency, int attempts) {
        var crew = new Crew(app.concurrency(concurrency));
        Attempts tries = Attempts.quick(attempts);
        return switch (app.kind()) {
            case WEBHOOK -> {
                var client = new WebhookClient(app, http, clock);
                yield new MessageCourier(delivery -> new WebhookPush(app, delivery, messages, client), crew, tries);
            }
            case SET_PUSH -> {
                var client = new EventClient(app, http);
                yield new MessageCourier(delivery -> new TokenPush(app, delivery, tokens, client), crew, tries);
            }
            case SET_POLL -> new QueueCourier(app, tokens);
            case SCIM -> {
                var client = new ScimClient(app, http);
                var whole = new WholeGroups(app.id(), client, ledger, people);
                var resources = new ScimResources(
                        app,
                        client,
                        new Counterparts(client, ledger),
                        new Homecoming(app.id(), client, ledger, directory, whole),
                        new Latecomers(directory),
                        new Regrouping(app.id(), ledger, people),
                        new GroupPuts(whole, people));
                yield new ScimCourier(ledger, resources, crew, tries, seats, mapping);
            }
            case UNKNOWN -> throw new IllegalArgumentException("An app of a kind that this version doesn't know.");
        };
    }
}
