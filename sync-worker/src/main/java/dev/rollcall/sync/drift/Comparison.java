package dev.rollcall.sync.drift;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an app has of a resource beside what we send of it; pure. */
final class Comparison {

    private final ObjectNode sent;
    private final ObjectNode wanted;
    private final ObjectNode found;

    private Comparison(ObjectNode sent, ObjectNode wanted, ObjectNode found) {
        this.sent = sent;
        this.wanted = wanted;
        this.found = found;
    }

    static Comparison of(ObjectNode sent, ObjectNode actual) {
        ObjectNode wanted = Canonical.of(sent);
        return new Comparison(sent, wanted, Canonical.of(actual, wanted));
    }

    /** Whether both have the same content hash. */
    boolean isEqual() {
        return Arrays.equals(hash(wanted), hash(found));
    }

    /** Paths of the attributes that differ, spelled as we send them: of complex ones the sub-attributes. */
    List<String> differences() {
        var paths = new ArrayList<String>();
        wanted.properties().forEach(attribute -> {
            String name = spelled(sent, attribute.getKey());
            @Nullable JsonNode other = found.get(attribute.getKey());
            if (attribute.getValue() instanceof ObjectNode complex) {
                JsonNode inner = Objects.requireNonNull(sent.get(name));
                complex.properties().forEach(part -> {
                    if (!part.getValue().equals(other == null ? null : other.get(part.getKey()))) {
                        paths.add(name + (name.startsWith("urn:") ? ':' : '.') + spelled(inner, part.getKey()));
                    }
                });
            } else if (!attribute.getValue().equals(other)) {
                paths.add(name);
            }
        });
        return List.copyOf(paths);
    }

    private static String spelled(JsonNode object, String name) {
        return object.properties().stream()
                .map(member -> member.getKey())
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElse(name);
    }

    private static byte[] hash(ObjectNode canonical) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
