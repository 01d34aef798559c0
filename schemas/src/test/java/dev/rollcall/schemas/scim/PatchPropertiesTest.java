package dev.rollcall.schemas.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.User;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Points 67 to 80: random PATCHes against a naive model that is nothing but maps. */
class PatchPropertiesTest {

    /** A resource as the model sees it: plain attributes, the parts of its name, and its e-mails by type. */
    record Model(Map<String, String> plain, Map<String, String> name, Map<String, Map<String, String>> emails) {

        static Model of(User user) {
            ObjectNode json = ScimCodec.USER.write(user);
            var plain = new TreeMap<String, String>();
            for (String attribute : List.of("title", "nickName", "displayName")) {
                if (json.has(attribute)) {
                    plain.put(attribute, json.get(attribute).stringValue());
                }
            }
            if (json.has("active")) {
                plain.put("active", json.get("active").toString());
            }
            var emails = new TreeMap<String, Map<String, String>>();
            json.path("emails").forEach(email -> emails.put(email.get("type").stringValue(), texts(email)));
            return new Model(plain, texts(json.path("name")), emails);
        }

        private static Map<String, String> texts(JsonNode json) {
            var texts = new TreeMap<String, String>();
            json.properties().forEach(member -> {
                // a missing primary is false
                if (!member.getKey().equals("primary") || member.getValue().booleanValue()) {
                    texts.put(member.getKey(), member.getValue().asString());
                }
            });
            return texts;
        }
    }

    /** One operation: as JSON, and what it does to the model; false when it must be refused. */
    interface Step {
        String json();

        boolean on(Model model);
    }

    private record Plain(String op, String attribute, String value) implements Step {
        @Override
        public String json() {
            return op.equals("remove")
                    ? "{\"op\":\"remove\",\"path\":\"%s\"}".formatted(attribute)
                    : "{\"op\":\"%s\",\"path\":\"%s\",\"value\":\"%s\"}".formatted(op, attribute, value);
        }

        @Override
        public boolean on(Model model) {
            put(model.plain(), attribute, op, value);
            return true;
        }
    }

    private record Active(String op, String value) implements Step {
        @Override
        public String json() {
            return op.equals("remove")
                    ? "{\"op\":\"remove\",\"path\":\"active\"}"
                    : "{\"op\":\"%s\",\"value\":{\"active\":%s}}".formatted(op, value);
        }

        @Override
        public boolean on(Model model) {
            put(model.plain(), "active", value.equals("null") ? "remove" : op, value);
            return true;
        }
    }

    private record NamePart(String op, String part, String value, boolean whole) implements Step {
        @Override
        public String json() {
            if (op.equals("remove")) {
                return "{\"op\":\"remove\",\"path\":\"name.%s\"}".formatted(part);
            }
            return whole
                    ? "{\"op\":\"%s\",\"value\":{\"name\":{\"%s\":\"%s\"}}}".formatted(op, part, value)
                    : "{\"op\":\"%s\",\"path\":\"name.%s\",\"value\":\"%s\"}".formatted(op, part, value);
        }

        @Override
        public boolean on(Model model) {
            put(model.name(), part, op, value);
            return true;
        }
    }

    private record Email(String op, String type, String value, boolean primary) implements Step {
        @Override
        public String json() {
            return switch (op) {
                case "add" ->
                    "{\"op\":\"add\",\"path\":\"emails[type eq \\\"%s\\\"].value\",\"value\":\"%s\"}"
                            .formatted(type, value);
                case "remove" -> "{\"op\":\"remove\",\"path\":\"emails[type eq \\\"%s\\\"]\"}".formatted(type);
                default ->
                    primary
                            ? "{\"op\":\"replace\",\"path\":\"emails[type eq \\\"%s\\\"].primary\",\"value\":true}"
                                    .formatted(type)
                            : "{\"op\":\"replace\",\"path\":\"emails[type eq \\\"%s\\\"].value\",\"value\":\"%s\"}"
                                    .formatted(type, value);
            };
        }

        @Override
        public boolean on(Model model) {
            Map<String, String> email = model.emails().get(type);
            switch (op) {
                case "add" ->
                    model.emails()
                            .computeIfAbsent(type, _ -> new TreeMap<>(Map.of("type", type)))
                            .put("value", value);
                case "remove" -> model.emails().remove(type);
                default -> {
                    if (email == null) {
                        return false;
                    }
                    if (primary) {
                        model.emails().values().forEach(other -> other.remove("primary"));
                        email.put("primary", "true");
                    } else {
                        email.put("value", value);
                    }
                }
            }
            return true;
        }
    }

    private static void put(Map<String, String> all, String name, String op, String value) {
        if (op.equals("remove")) {
            all.remove(name);
        } else {
            all.put(name, value);
        }
    }

    @Property(tries = 1_000)
    void doesWhatTheModelDoesOrNothingAtAll(@ForAll("steps") List<Step> steps) {
        Reading reading = Reading.lenient();
        User before = ScimCodec.USER.read(
                ScimJson.read("{\"userName\":\"ada\",\"title\":\"Dr\",\"emails\":[{\"value\":\"a@w\",\"type\":\"work\","
                        + "\"primary\":true}]}"),
                null,
                reading);
        ObjectNode untouched = ScimCodec.USER.write(before);
        Model model = Model.of(before);
        boolean accepted = true;
        for (Step step : steps) {
            accepted &= step.on(model);
        }

        User after = patched(before, steps, reading);

        assertThat(after != null).isEqualTo(accepted);
        if (after != null) {
            assertThat(Model.of(after)).isEqualTo(model);
        }
        assertThat(ScimCodec.USER.write(before)).isEqualTo(untouched);
    }

    /** Else a list that holds the user couldn't be answered. */
    @Property(tries = 1_000)
    void canReadAgainWhateverAPatchMade(@ForAll("odd") List<List<String>> patches) {
        User user = ScimCodec.USER.read(
                ScimJson.read("{\"userName\":\"ada\",\"urn:example:x:1.0:User\":{\"b\":[{\"type\":{\"x\":1}}]}}"),
                null,
                Reading.lenient());
        for (List<String> operations : patches) {
            Reading reading = new Dialect(Profile.ENTRA, ExtensionSchemas.NONE).reading();
            try {
                ObjectNode body = ScimJson.read("{\"Operations\":[" + String.join(",", operations) + "]}");
                var ops = PatchReader.read(ScimCodec.USER, body, reading).stream()
                        .map(op -> (PatchOp.OnAttribute) op)
                        .toList();
                user = AttributePatch.apply(ScimCodec.USER, user, ops, reading);
            } catch (ScimException e) {
                assertThat(e.status()).isEqualTo(400);
            }
            ObjectNode written = ScimCodec.USER.write(user);
            assertThat(ScimJson.read(ScimJson.write(written))).isEqualTo(written);
        }
    }

    @Provide
    Arbitrary<List<List<String>>> odd() {
        String urn = "urn:example:x:1.0:User";
        String longName = "a".repeat(1_001);
        Arbitrary<String> paths = Arbitraries.of(
                urn,
                "URN:example:x:1.0:user",
                "urn:example:" + longName + ":User",
                urn + ":" + "a".repeat(990),
                urn + ":" + longName,
                urn + ":a",
                urn + ":a.b",
                urn + ":A.B",
                urn + ":b",
                urn + ":b.c",
                urn + ":b[type eq \\\"w\\\"]",
                urn + ":b[type eq \\\"w\\\"].value",
                urn + ":b[value eq 1e400].type",
                urn + ":b[type eq \\\"\\\\u0000\\\"].value",
                urn + ":b[type eq \\\"\\\\ud800\\\"].value",
                urn + ":b[" + longName + " eq 1].value",
                urn + ":b.c[type eq null].value",
                "emails[type eq \\\"\\\\u0000\\\"].value",
                "emails[type eq \\\"w\\\"].value",
                "urn:",
                "urn:x",
                "title");
        Arbitrary<String> values = Arbitraries.of(
                "1",
                "1e400",
                "\"x\"",
                "{\"a\":{\"b\":1}}",
                "{\"A\":2}",
                "{\"" + "a".repeat(1_000) + "\":1}",
                "[{\"type\":\"w\"},{\"type\":{\"x\":1}}]",
                "[".repeat(29) + "1" + "]".repeat(29),
                "{\"a\":".repeat(29) + "1" + "}".repeat(29),
                "{\"urn:\":{\"a\":1}}",
                "{\"urn:y\":{\"a\":1}}");
        Arbitrary<String> operations = Combinators.combine(Arbitraries.of("add", "replace", "remove"), paths, values)
                .as((op, path, value) -> "{\"op\":\"%s\",\"path\":\"%s\",\"value\":%s}".formatted(op, path, value));
        Arbitrary<String> pathless = values.map("{\"op\":\"add\",\"value\":%s}"::formatted);
        return Arbitraries.frequencyOf(Tuple.of(8, operations), Tuple.of(1, pathless))
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .list()
                .ofMaxSize(5);
    }

    /** Null when it is refused. */
    private static User patched(User before, List<Step> steps, Reading reading) {
        String body = "{\"Operations\":["
                + String.join(",", steps.stream().map(Step::json).toList()) + "]}";
        try {
            var ops = PatchReader.read(ScimCodec.USER, ScimJson.read(body), reading).stream()
                    .map(op -> (PatchOp.OnAttribute) op)
                    .toList();
            return AttributePatch.apply(ScimCodec.USER, before, ops, reading);
        } catch (ScimException e) {
            assertThat(e.scimType()).isEqualTo("noTarget");
            return null;
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> ops = Arbitraries.of("add", "replace", "remove");
        Arbitrary<String> values = Arbitraries.of("x", "y", "ü", "two words");
        Arbitrary<Step> plain = Combinators.combine(ops, Arbitraries.of("title", "nickName", "displayName"), values)
                .as(Plain::new);
        Arbitrary<Step> active = Combinators.combine(ops, Arbitraries.of("true", "false", "null"))
                .as(Active::new);
        Arbitrary<Step> name = Combinators.combine(
                        ops, Arbitraries.of("givenName", "familyName"), values, Arbitraries.of(true, false))
                .as(NamePart::new);
        Arbitrary<Step> email = Combinators.combine(
                        ops, Arbitraries.of("work", "home", "other"), values, Arbitraries.of(true, false))
                .as(Email::new);
        return Arbitraries.oneOf(plain, active, name, email).list().ofMinSize(1).ofMaxSize(12);
    }
}
