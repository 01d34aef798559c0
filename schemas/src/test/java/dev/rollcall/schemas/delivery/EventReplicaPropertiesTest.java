package dev.rollcall.schemas.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.Decision;
import dev.rollcall.schemas.decide.Requests;
import dev.rollcall.schemas.scim.ScimCodec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service provider that does nothing but what the tokens say is in the same state, also when each comes twice. */
class EventReplicaPropertiesTest {

    private static final EventFeed FEED = new EventFeed("app", "https://example.com", "app", true, List.of());
    private static final List<String> USERS = List.of("u1", "u2", "u3");
    private static final String GROUP = "g1";

    record Ask(Operation operation, ResourceType type, String id, String body) {}

    @Property(tries = 300)
    void followingTheTokensGivesTheState(@ForAll("asks") List<Ask> asks) {
        var origin = new Requests();
        var replica = new Requests();
        for (Ask ask : asks) {
            for (IdentityChange change : origin.decide(ask.operation(), ask.type(), ask.id(), ask.body())
                    .changes()) {
                EventTokens.of(change, FEED, false, Instant.EPOCH).forEach(token -> {
                    follow(replica, change, token);
                    if (change.getAfter() != null) {
                        follow(replica, change, token);
                    }
                });
            }
        }

        USERS.forEach(id -> assertThat(user(replica, id)).isEqualTo(user(origin, id)));
        assertThat(group(replica)).isEqualTo(group(origin));
        assertThat(replica.members(GROUP)).isEqualTo(origin.members(GROUP));
    }

    private static void follow(Requests replica, IdentityChange change, EventToken token) {
        JsonNode events = JsonMapper.shared().readTree(token.claims()).path("events");
        events.properties().forEach(event -> {
            String data = event.getValue().path("data").toString();
            String kind = event.getKey().replace("urn:ietf:params:scim:event:prov:", "");
            Optional<Operation> operation = switch (kind) {
                case "create:full" -> Optional.of(Operation.CREATE);
                case "put:full" -> Optional.of(Operation.REPLACE);
                case "patch:full" -> Optional.of(Operation.PATCH);
                case "delete" -> Optional.of(Operation.DELETE);
                default -> Optional.empty();
            };
            operation.ifPresent(op -> {
                Decision decision = replica.decide(op, change.getResourceType(), change.getResource(), data);
                assertThat(decision).as(token.claims()).isNotInstanceOf(Decision.Rejected.class);
            });
        });
    }

    private static Optional<String> user(Requests requests, String id) {
        return requests.user(id)
                .map(UserState::getAttributes)
                .map(attributes -> ScimCodec.USER.write(attributes).toString());
    }

    private static Optional<String> group(Requests requests) {
        return requests.group(GROUP)
                .map(GroupState::getAttributes)
                .map(attributes -> ScimCodec.GROUP.write(attributes).toString());
    }

    @Provide
    Arbitrary<List<Ask>> asks() {
        Arbitrary<String> user = Arbitraries.of(USERS);
        Arbitrary<String> more = Arbitraries.of(
                        "\"title\":\"Dr\"",
                        "\"active\":false",
                        "\"active\":true",
                        "\"name\":{\"familyName\":\"Doe\"}",
                        "\"name\":{\"familyName\":\"Roe\",\"givenName\":\"Jo\"}",
                        "\"emails\":[{\"value\":\"a@b.example\",\"primary\":true}]",
                        "\"emails\":[{\"value\":\"a@b.example\"},{\"value\":\"c@d.example\",\"type\":\"home\"}]",
                        "\"" + ScimCodec.ENTERPRISE_URN + "\":{\"department\":\"HR\",\"manager\":{\"value\":\"u1\"}}",
                        "\"" + ScimCodec.ENTERPRISE_URN + "\":{\"employeeNumber\":\"7\"}",
                        "\"urn:example:badge:1.0:User\":{\"level\":3,\"colour\":\"red\"}",
                        "\"urn:example:badge:1.0:User\":{\"level\":4,\"doors\":[\"a\",\"b\"]}",
                        "\"urn:example:odd:1.0:User\":{\"a.b\":1}")
                .list()
                .ofMaxSize(3)
                .map(EventReplicaPropertiesTest::eachOnce);
        Arbitrary<String> body =
                Combinators.combine(Arbitraries.of("ada", "bob", "cyd"), more).as(Requests::user);
        Arbitrary<String> patch = Arbitraries.of(
                        "{\"op\":\"remove\",\"path\":\"active\"}",
                        "{\"op\":\"replace\",\"value\":{\"active\":false,\"title\":\"Sir\"}}",
                        "{\"op\":\"remove\",\"path\":\"name\"}",
                        "{\"op\":\"remove\",\"path\":\"emails\"}",
                        "{\"op\":\"replace\",\"path\":\"name.givenName\",\"value\":\"Al\"}",
                        "{\"op\":\"remove\",\"path\":\"" + ScimCodec.ENTERPRISE_URN + ":manager\"}",
                        "{\"op\":\"replace\",\"path\":\"" + ScimCodec.ENTERPRISE_URN
                                + ":department\",\"value\":\"IT\"}",
                        "{\"op\":\"replace\",\"path\":\"urn:example:badge:1.0:User:level\",\"value\":5}",
                        "{\"op\":\"remove\",\"path\":\"urn:example:badge:1.0:User\"}",
                        "{\"op\":\"add\",\"value\":{\"urn:example:odd:1.0:User\":{\"c:d\":2}}}")
                .map(Requests::patch);
        Arbitrary<List<String>> members = user.set().ofMaxSize(3).map(List::copyOf);
        Arbitrary<Ask> asks = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(
                        6,
                        Combinators.combine(Arbitraries.of(Operation.CREATE, Operation.REPLACE), user, body)
                                .as((op, id, sent) -> new Ask(op, ResourceType.USER, id, sent))),
                net.jqwik.api.Tuple.of(
                        5,
                        Combinators.combine(user, patch)
                                .as((id, sent) -> new Ask(Operation.PATCH, ResourceType.USER, id, sent))),
                net.jqwik.api.Tuple.of(1, user.map(id -> new Ask(Operation.DELETE, ResourceType.USER, id, "{}"))),
                net.jqwik.api.Tuple.of(
                        4,
                        Combinators.combine(
                                        Arbitraries.of(Operation.CREATE, Operation.REPLACE),
                                        Arbitraries.of("Staff", "Guests"),
                                        members)
                                .as((op, name, all) ->
                                        new Ask(op, ResourceType.GROUP, GROUP, Requests.group(name, all)))),
                net.jqwik.api.Tuple.of(
                        1, Arbitraries.just(new Ask(Operation.DELETE, ResourceType.GROUP, GROUP, "{}"))));
        return asks.list().ofMinSize(1).ofMaxSize(30);
    }

    private static String eachOnce(List<String> parts) {
        var byName = new LinkedHashMap<String, String>();
        parts.forEach(part -> byName.put(part.substring(0, part.indexOf("\":")), "," + part));
        return String.join("", byName.values());
    }
}
