package dev.rollcall.sync.delivery;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scope.Mapping;
import dev.rollcall.schemas.scope.Scope;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.Seats;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a SCIM app should have of a resource: just what its courier would send of it now. */
public final class Expectation {

    private final App app;
    private final Scope scope;
    private final Mapping mapping;
    private final Seats seats;

    public Expectation(App app, Seats seats) {
        if (app.kind() != AppKind.SCIM) {
            throw new IllegalArgumentException("Only a SCIM app is brought to a state.");
        }
        this.app = app;
        this.scope = Scope.of(app.setting());
        this.mapping = Mapping.of(app.setting().getMapping());
        this.seats = seats;
    }

    /**
     * What is sent.
     *
     * @param hash as the ledger has it once it is sent
     */
    public record Expected(ObjectNode resource, String hash) {

        private static Expected of(ScimTask task) {
            Content content = Content.of(task);
            return new Expected(content.resource(), content.hash());
        }
    }

    /** Whether the groups of users have to be known. */
    public boolean looksAtMemberships() {
        return scope.looksAtMemberships() || mapping.looksAtMemberships();
    }

    /**
     * Empty where the app is to have no account, or a deactivated one.
     *
     * @throws dev.rollcall.schemas.scope.MappingException when the app's mapping fails on the user
     */
    public Optional<Expected> of(Person person) {
        ScimTask task = task(NewestChange.of(person.state()).build(), person);
        return task.isDeletion() || !scope.has(person.state(), person.groups())
                ? Optional.empty()
                : Optional.of(Expected.of(task));
    }

    /** Empty where the app is to have no such group; members are left aside. */
    public Optional<Expected> of(GroupState group) {
        return scope.has(group)
                ? Optional.of(Expected.of(task(NewestChange.of(group).build(), null)))
                : Optional.empty();
    }

    /** What becomes of the app's account when its user goes. */
    public DeprovisionAction deprovision(String connection) {
        return seats.areFreed(connection) ? DeprovisionAction.DELETE : app.deprovision();
    }

    private ScimTask task(IdentityChange change, @Nullable Person person) {
        var source = new ConsumerRecord<>(Topics.CHANGES, 0, 0, change.getConnection(), new byte[0]);
        return ScimTask.of(
                List.of(new Delivery(app.id(), change, source)),
                true,
                seats.areFreed(change.getConnection()),
                (UserState user) -> mapping.content(user, person == null ? List.of() : person.groups()));
    }
}
