package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.scim.AttributeDefinition;
import dev.rollcall.schemas.scim.ExtensionSchemas;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which attributes an answer shows (RFC 7644 §3.9): those asked for, or all but some. Names are compared without case,
 * and may have a sub-attribute or a schema's URN; {@code id} and {@code schemas} are always shown.
 *
 * @param mode what the names are for
 * @param names in lower case, without the core schema's URN
 * @param onRequest attributes of extensions that are only shown when they are named or just written (RFC 7643 §7)
 */
record Selection(Mode mode, Set<String> names, Set<String> onRequest) {

    static final Selection ALL = new Selection(Mode.ALL, Set.of(), Set.of());

    private static final Set<String> ALWAYS = Set.of("id", "schemas");

    enum Mode {
        ALL,
        ONLY,
        WITHOUT
    }

    /** @throws ScimException 400 invalidValue when both parameters are given, which exclude each other */
    static Selection of(MultiValueMap<String, String> query) {
        Set<String> only = names(query.get("attributes"));
        Set<String> without = names(query.get("excludedAttributes"));
        if (!only.isEmpty() && !without.isEmpty()) {
            throw ScimException.invalidValue("Send attributes or excludedAttributes, not both (RFC 7644 §3.9).");
        }
        if (!only.isEmpty()) {
            return new Selection(Mode.ONLY, only, Set.of());
        }
        return without.isEmpty() ? ALL : new Selection(Mode.WITHOUT, without, Set.of());
    }

    /** The same, where a connection declares these extensions. */
    Selection with(ExtensionSchemas extensions) {
        Set<String> paths = extensions.stream()
                .flatMap(extension -> extension.schema().attributes().stream()
                        .filter(attribute -> attribute.returned() == AttributeDefinition.Returned.REQUEST)
                        .map(attribute -> extension.schema().id() + ":" + attribute.name()))
                .map(path -> path.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return paths.isEmpty() ? this : new Selection(mode, names, paths);
    }

    /** The same for the answer to a write, which also shows what the body sets (RFC 7643 §7, {@code returned}). */
    Selection written(String body) {
        if (onRequest.isEmpty()) {
            return this;
        }
        JsonNode json = ScimJson.read(body);
        return new Selection(
                mode,
                names,
                onRequest.stream().filter(path -> !new Mentions(path).in(json)).collect(Collectors.toSet()));
    }

    /** Whether anything of an attribute of the core schema is shown. */
    boolean shows(String attribute) {
        String name = attribute.toLowerCase(Locale.ROOT);
        return switch (mode) {
            case ALL -> true;
            case ONLY -> names.stream().anyMatch(path -> path.equals(name) || isWithin(path, name));
            case WITHOUT -> !names.contains(name);
        };
    }

    /** Leaves in the resource what is shown. */
    ObjectNode apply(ObjectNode resource) {
        onRequest.stream()
                .filter(path -> mode != Mode.ONLY || !names.contains(path))
                .forEach(path -> hide(resource, path));
        if (mode != Mode.ALL) {
            select(resource, names, ALWAYS);
        }
        return resource;
    }

    private static void hide(ObjectNode resource, String path) {
        String urn = path.substring(0, path.lastIndexOf(':'));
        if (resource.get(urn) instanceof ObjectNode extension) {
            extension.remove(path.substring(urn.length() + 1));
            if (extension.isEmpty()) {
                resource.remove(urn);
            }
        }
    }

    /** @param paths from the object downwards */
    private void select(ObjectNode object, Set<String> paths, Set<String> always) {
        for (String member : List.copyOf(object.propertyNames())) {
            String name = member.toLowerCase(Locale.ROOT);
            boolean isNamed = paths.contains(name);
            if (always.contains(name) || isNamed && mode == Mode.ONLY) {
                continue;
            }
            Set<String> within = paths.stream()
                    .filter(path -> isWithin(path, name))
                    .map(path -> path.substring(name.length() + 1))
                    .collect(Collectors.toSet());
            if (isNamed || (within.isEmpty() ? mode == Mode.ONLY : isEmptied(object.get(member), within))) {
                object.remove(member);
            }
        }
    }

    /** Leaves in a value what is shown; whether that is nothing. */
    private boolean isEmptied(JsonNode value, Set<String> paths) {
        if (value.isArray()) {
            value.forEach(element -> isEmptied(element, paths));
            return value.valueStream().allMatch(element -> element.isObject() && element.isEmpty());
        }
        if (value instanceof ObjectNode object) {
            select(object, paths, Set.of());
            return object.isEmpty();
        }
        return false;
    }

    /** Whether a path is of a sub-attribute of an attribute, or of an attribute of an extension. */
    private static boolean isWithin(String path, String name) {
        return path.length() > name.length() + 1
                && path.startsWith(name)
                && path.charAt(name.length()) == (name.startsWith("urn:") ? ':' : '.');
    }

    private static Set<String> names(@org.jspecify.annotations.Nullable List<String> values) {
        var names = new LinkedHashSet<String>();
        if (values != null) {
            for (String value : values) {
                for (String name : String.valueOf(value).split(",", -1)) {
                    String bare = inCore(name.strip().toLowerCase(Locale.ROOT));
                    if (!bare.isEmpty()) {
                        names.add(bare);
                    }
                }
            }
        }
        return names;
    }

    private static String inCore(String name) {
        for (String urn : List.of(ScimCodec.USER_URN, ScimCodec.GROUP_URN)) {
            String prefix = urn.toLowerCase(Locale.ROOT) + ":";
            if (name.startsWith(prefix)) {
                return name.substring(prefix.length());
            }
        }
        return name;
    }
}
