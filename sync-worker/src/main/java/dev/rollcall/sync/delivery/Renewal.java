package dev.rollcall.sync.delivery;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.sync.app.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns what an app that is brought to a state is forced to take into the newest there is, so that no older state is put
 * over a newer one: a user as the directory has it now, a group as it is now with those of the named members who are in
 * it, or out of it, still.
 */
final class Renewal implements Courier {

    private final Courier courier;
    private final DirectoryPeople directory;

    Renewal(Courier courier, DirectoryPeople directory) {
        this.courier = courier;
        this.directory = directory;
    }

    @Override
    public void deliver(List<Delivery> deliveries, Round round) {
        Set<String> forced = deliveries.stream()
                .filter(Delivery::isForced)
                .map(Delivery::ledgerId)
                .collect(Collectors.toSet());
        if (forced.isEmpty()) {
            courier.deliver(deliveries, round);
            return;
        }
        Map<String, List<Delivery>> again = new LinkedHashMap<>();
        var others = new ArrayList<Delivery>();
        for (Delivery delivery : deliveries) {
            if (delivery.isRetry() && forced.contains(delivery.ledgerId())) {
                again.computeIfAbsent(delivery.ledgerId(), _ -> new ArrayList<>())
                        .add(delivery);
            } else {
                others.add(delivery);
            }
        }
        if (!again.values().stream().allMatch(wishes -> isDirectoryAt(wishes.getLast(), round))) {
            round.stop(Answer.none("The directory hasn't come to these changes yet"));
            return;
        }
        Map<String, Person> people = people(again);
        var renewed = new ArrayList<Delivery>();
        for (List<Delivery> wishes : again.values()) {
            round.supersede(wishes.subList(0, wishes.size() - 1));
            renewed.add(renewed(wishes, round.entry(wishes.getLast()), people));
        }
        renewed.addAll(others);
        courier.deliver(renewed, round);
    }

    private boolean isDirectoryAt(Delivery delivery, Round round) {
        return directory.isAt(
                delivery.change().getConnection(), round.entry(delivery).sequence());
    }

    /** By the ids of their entries in the ledger. */
    private Map<String, Person> people(Map<String, List<Delivery>> again) {
        Map<String, Person> people = new LinkedHashMap<>();
        again.values().stream()
                .map(List::getLast)
                .filter(delivery -> delivery.change().getResourceType() == ResourceType.USER)
                .collect(Collectors.groupingBy(delivery -> delivery.change().getConnection()))
                .forEach((connection, users) -> {
                    Map<String, Person> found = directory.find(
                            connection,
                            users.stream()
                                    .map(user -> user.change().getResource())
                                    .toList());
                    users.forEach(
                            user -> Optional.ofNullable(found.get(user.change().getResource()))
                                    .ifPresent(person -> people.put(user.ledgerId(), person)));
                });
        return people;
    }

    private Delivery renewed(List<Delivery> wishes, LedgerEntry entry, Map<String, Person> people) {
        Delivery last = wishes.getLast();
        Delivery told = switch (last.change().getResourceType()) {
            case USER -> last.telling(user(last.change(), entry, people.get(last.ledgerId())));
            case GROUP -> last.telling(group(wishes, entry));
            case UNKNOWN -> last;
        };
        // one of them is forced, so all of them are
        return new Delivery(told.app(), told.change(), told.source(), told.retried(), told.replay(), true);
    }

    /** With the sequence of the state, for what comes up to there has no more to say. */
    private static IdentityChange user(IdentityChange change, LedgerEntry entry, @Nullable Person person) {
        if (person == null) {
            return Retold.at(entry.sequence(), Retold.gone(change, null));
        }
        long sequence = Math.max(entry.sequence(), person.state().getSequence());
        return Retold.at(sequence, Retold.at(change, person.state()));
    }

    /** With the sequence of what is settled, for changes that are still to come tell of more members. */
    private IdentityChange group(List<Delivery> wishes, LedgerEntry entry) {
        IdentityChange change = wishes.getLast().change();
        Optional<GroupState> group = directory.group(change.getConnection(), change.getResource());
        if (group.isEmpty()) {
            return Retold.at(entry.sequence(), Retold.gone(change, null));
        }
        Set<String> members = directory.members(change.getConnection(), change.getResource());
        return Retold.at(
                entry.sequence(),
                Retold.at(
                        change,
                        group.get(),
                        named(wishes).filter(members::contains).toList(),
                        named(wishes).filter(user -> !members.contains(user)).toList()));
    }

    private static Stream<String> named(List<Delivery> wishes) {
        return wishes.stream()
                .map(Delivery::change)
                .flatMap(
                        change -> Stream.concat(change.getMembersAdded().stream(), change.getMembersRemoved().stream()))
                .distinct();
    }

    @Override
    public void close() {
        courier.close();
    }
}
