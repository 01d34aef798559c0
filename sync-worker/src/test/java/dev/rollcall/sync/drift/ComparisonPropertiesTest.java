package dev.rollcall.sync.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever an app makes of the form of what it was sent, it agrees; whatever it makes of a value, it doesn't. */
class ComparisonPropertiesTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Property(tries = 300)
    void anAppThatEchoesInAnyLegalFormAgrees(@ForAll("users") ObjectNode sent, @ForAll long seed) {
        ObjectNode echo = (ObjectNode) echoed(sent, new Random(seed));
        echo.put("id", "r1").putObject("meta").put("resourceType", "User");

        assertThat(Comparison.of(sent, echo).isEqual()).isTrue();
    }

    @Property(tries = 300)
    void anAppThatChangesAnAttributeDiffers(@ForAll("users") ObjectNode sent, @ForAll long seed) {
        var random = new Random(seed);
        ObjectNode echo = (ObjectNode) echoed(sent, random);
        List<String> names = sent.propertyNames().stream()
                .filter(name -> !name.equals("schemas"))
                .toList();
        String changed = names.get(random.nextInt(names.size()));
        echo.properties().removeIf(member -> member.getKey().equalsIgnoreCase(changed));
        echo.put(changed, "something else");

        assertThat(Comparison.of(sent, echo).differences())
                .isNotEmpty()
                .allSatisfy(path -> assertThat(path).startsWith(changed));
    }

    private static JsonNode echoed(JsonNode value, Random random) {
        return switch (value) {
            case ObjectNode object -> {
                var members = new ArrayList<>(object.properties());
                Collections.shuffle(members, random);
                ObjectNode echo = JSON.createObjectNode();
                members.forEach(member -> echo.set(
                        random.nextBoolean() ? member.getKey() : member.getKey().toUpperCase(Locale.ROOT),
                        echoed(member.getValue(), random)));
                if (random.nextBoolean()) {
                    echo.put("$ref", "https://app.example.com/" + random.nextInt())
                            .putNull("nothing");
                }
                yield echo;
            }
            case ArrayNode array -> {
                var values = new ArrayList<JsonNode>();
                array.forEach(one -> values.add(echoed(one, random)));
                Collections.shuffle(values, random);
                yield JSON.createArrayNode().addAll(values);
            }
            default ->
                value.isBoolean() && random.nextBoolean()
                        ? JSON.getNodeFactory().stringNode(value.booleanValue() ? "True" : "False")
                        : value;
        };
    }

    @Provide
    Arbitrary<ObjectNode> users() {
        Arbitrary<String> text =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8);
        Arbitrary<ObjectNode> emails = Combinators.combine(text, text, Arbitraries.of(true, false))
                .as((value, type, isPrimary) -> JSON.createObjectNode()
                        .put("value", value)
                        .put("type", type)
                        .put("primary", isPrimary));
        return Combinators.combine(text, text, emails.list().ofMaxSize(4), text, Arbitraries.of(true, false))
                .as((userName, family, list, department, isActive) -> {
                    ObjectNode user = JSON.createObjectNode()
                            .put("userName", userName)
                            .put("externalId", "id-" + userName)
                            .put("active", isActive);
                    user.putObject("name").put("familyName", family).put("givenName", "");
                    if (!list.isEmpty()) {
                        user.putArray("emails").addAll(list);
                    }
                    user.putObject("urn:example:1.0:User").put("department", department);
                    return user;
                });
    }
}
