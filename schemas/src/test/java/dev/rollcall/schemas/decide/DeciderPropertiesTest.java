package dev.rollcall.schemas.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.UserNames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds whatever is asked for, in whatever order. */
class DeciderPropertiesTest {

    private static final List<String> USERS = List.of("u1", "u2", "u3", "u4");
    private static final List<String> GROUPS = List.of("g1", "g2");

    record Ask(Operation operation, ResourceType type, String id, String body) {}

    @Property(tries = 500)
    void foldingTheChangesGivesTheState(@ForAll("asks") List<Ask> asks) {
        var requests = new Requests();
        var fold = new Fold();
        for (Ask ask : asks) {
            Decision decision = requests.decide(ask.operation(), ask.type(), ask.id(), ask.body());
            if (decision instanceof Decision.Accepted accepted) {
                accepted.changes().forEach(fold::apply);
            }
        }

        for (String id : USERS) {
            assertThat(fold.users.get(id)).isEqualTo(known(requests, id));
        }
        assertThat(fold.users.values().stream()
                        .map(user -> UserNames.key(user.getAttributes().getUserName()))
                        .toList())
                .doesNotHaveDuplicates();
        fold.members.forEach((group, members) -> {
            assertThat(fold.users.keySet().containsAll(members)).isTrue();
            assertThat(members.isEmpty() || fold.groups.containsKey(group)).isTrue();
        });
    }

    @Property(tries = 300)
    void numbersChangesWithoutAGap(@ForAll("asks") List<Ask> asks) {
        var requests = new Requests();
        long sequence = 0;
        var ids = new HashSet<String>();
        for (Ask ask : asks) {
            if (requests.decide(ask.operation(), ask.type(), ask.id(), ask.body())
                    instanceof Decision.Accepted accepted) {
                for (IdentityChange change : accepted.changes()) {
                    assertThat(change.getSequence()).isEqualTo(++sequence);
                    assertThat(ids.add(change.getId())).isTrue();
                }
            }
        }
    }

    @Property(tries = 300)
    void tellsEveryOutcomeOfWhatIsAsynchronousAndDecidesItNoOtherWay(@ForAll("asks") List<Ask> asks) {
        var requests = new Requests();
        var plain = new Requests();
        long sequence = 0;
        for (Ask ask : asks) {
            ProvisioningRequest request = requests.request(ask.operation(), ask.type(), ask.id(), ask.body(), null);
            request.setAsynchronous(true);
            Decision decision = requests.decideOnly(request);
            requests.state().apply(decision);
            Decision same = plain.decide(ask.operation(), ask.type(), ask.id(), ask.body());

            for (IdentityChange change : decision.changes()) {
                assertThat(change.getSequence()).isEqualTo(++sequence);
            }
            assertThat(decision.result().getStatus()).isEqualTo(same.result().getStatus());
            assertThat(decision.changes()).hasSize(same.changes().size() + 1);
            IdentityChange told = decision.changes().getLast();
            assertThat(told.getKind()).isEqualTo(EventUris.ASYNC_RESPONSE);
            assertThat(told.getTxn()).isEqualTo(request.getId());
            assertThat(told.getOutcome().getStatus()).isEqualTo(same.result().getStatus());
        }
    }

    @Property(tries = 300)
    void decidesTheSameTwice(@ForAll("asks") List<Ask> asks) {
        var requests = new Requests();
        for (Ask ask : asks) {
            ProvisioningRequest request = requests.request(ask.operation(), ask.type(), ask.id(), ask.body(), null);
            Decision first = requests.decideOnly(request);

            assertThat(requests.decideOnly(request)).isEqualTo(first);
            requests.state().apply(first);
        }
    }

    @Property(tries = 300)
    void changesNothingWhenAPutIsRepeated(@ForAll("asks") List<Ask> asks) {
        var requests = new Requests();
        for (Ask ask : asks) {
            Decision decision = requests.decide(ask.operation(), ask.type(), ask.id(), ask.body());
            if (ask.operation() == Operation.REPLACE && !(decision instanceof Decision.Rejected)) {
                assertThat(requests.decide(ask.operation(), ask.type(), ask.id(), ask.body()))
                        .isInstanceOf(Decision.Unchanged.class);
            }
        }
    }

    /** A client sees a user's active, or that there is none; what counts is true then. */
    @Property(tries = 500)
    void tellsEveryTurnOfActiveAndNoOther(@ForAll("asks") List<Ask> asks) {
        var requests = new Requests();
        for (Ask ask : asks) {
            Decision decision = requests.decide(ask.operation(), ask.type(), ask.id(), ask.body());
            for (IdentityChange change : decision.changes()) {
                if (change.getBefore() instanceof UserState before && change.getAfter() instanceof UserState after) {
                    assertThat(change.getChangedAttributes().contains("active"))
                            .isEqualTo(!Objects.equals(seen(before), seen(after)));
                    boolean was = !Boolean.FALSE.equals(seen(before));
                    boolean is = !Boolean.FALSE.equals(seen(after));
                    assertThat(change.getAlsoKinds())
                            .isEqualTo(was == is ? List.of() : List.of(is ? EventUris.ACTIVATE : EventUris.DEACTIVATE));
                    assertThat(after.getAttributes().getActive()).isEqualTo(is);
                }
            }
        }
    }

    private static Boolean seen(UserState user) {
        var active = ScimCodec.USER.write(user.getAttributes()).get("active");
        return active == null ? null : (Boolean) active.booleanValue();
    }

    private static UserState known(Requests requests, String id) {
        requests.state().loadUser("c/" + id, null);
        return requests.state().user("c", id).orElse(null);
    }

    @Provide
    Arbitrary<List<Ask>> asks() {
        Arbitrary<String> user = Arbitraries.of(USERS);
        Arbitrary<String> group = Arbitraries.of(GROUPS);
        Arbitrary<String> userBody = Combinators.combine(
                        Arbitraries.of("ada", "ADA", "bob", "cy"),
                        Arbitraries.of(
                                "", ",\"active\":false", ",\"active\":true", ",\"active\":null", ",\"title\":\"Dr\""))
                .as(Requests::user);
        Arbitrary<String> userPatch = Arbitraries.of(
                        "{\"op\":\"remove\",\"path\":\"active\"}",
                        "{\"op\":\"replace\",\"value\":{\"active\":false}}",
                        "{\"op\":\"add\",\"path\":\"active\",\"value\":true}",
                        "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Dr\"}")
                .map(Requests::patch);
        Arbitrary<List<String>> members =
                user.set().ofMaxSize(4).map(List::copyOf).injectNull(0.2);
        Arbitrary<String> memberPatch = Combinators.combine(
                        Arbitraries.of("add", "remove", "replace"),
                        user.set().ofMinSize(1).ofMaxSize(3).map(List::copyOf))
                .as(Requests::members);
        Arbitrary<Ask> asks = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(
                        6,
                        Combinators.combine(Arbitraries.of(Operation.CREATE, Operation.REPLACE), user, userBody)
                                .as((op, id, body) -> new Ask(op, ResourceType.USER, id, body))),
                net.jqwik.api.Tuple.of(
                        3,
                        Combinators.combine(user, userPatch)
                                .as((id, body) -> new Ask(Operation.PATCH, ResourceType.USER, id, body))),
                net.jqwik.api.Tuple.of(1, user.map(id -> new Ask(Operation.DELETE, ResourceType.USER, id, null))),
                net.jqwik.api.Tuple.of(
                        4,
                        Combinators.combine(
                                        Arbitraries.of(Operation.CREATE, Operation.REPLACE),
                                        group,
                                        members.map(all -> Requests.group("G", all)))
                                .as((op, id, body) -> new Ask(op, ResourceType.GROUP, id, body))),
                net.jqwik.api.Tuple.of(
                        3,
                        Combinators.combine(group, memberPatch)
                                .as((id, body) -> new Ask(Operation.PATCH, ResourceType.GROUP, id, body))),
                net.jqwik.api.Tuple.of(1, group.map(id -> new Ask(Operation.DELETE, ResourceType.GROUP, id, null))));
        return asks.list().ofMinSize(1).ofMaxSize(40);
    }

    /** What a subscriber makes of the changes alone. */
    private static final class Fold {

        private final Map<String, UserState> users = new HashMap<>();
        private final Map<String, GroupState> groups = new HashMap<>();
        private final Map<String, Set<String>> members = new TreeMap<>();

        void apply(IdentityChange change) {
            if (change.getResourceType() == ResourceType.USER) {
                assertThat(change.getBefore()).isEqualTo(users.get(change.getResource()));
                put(users, change.getResource(), (UserState) change.getAfter());
            } else {
                put(groups, change.getResource(), (GroupState) change.getAfter());
                var of = members.computeIfAbsent(change.getResource(), _ -> new TreeSet<>());
                assertThat(of.containsAll(change.getMembersRemoved())).isTrue();
                assertThat(change.getMembersAdded()).noneMatch(of::contains);
                of.removeAll(change.getMembersRemoved());
                of.addAll(change.getMembersAdded());
            }
        }

        private static <T> void put(Map<String, T> all, String id, T state) {
            if (state == null) {
                all.remove(id);
            } else {
                all.put(id, state);
            }
        }
    }
}
