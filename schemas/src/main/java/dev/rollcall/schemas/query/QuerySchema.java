package dev.rollcall.schemas.query;

import com.unboundid.scim2.common.Path;
import dev.rollcall.schemas.scim.Expressions;
import dev.rollcall.schemas.scim.ScimException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The attributes of a resource type that can be asked for. Resources may also hold extensions that aren't declared; of
 * those any attribute can be asked for.
 *
 * @param urn of the core schema
 * @param attributes common ones and those of the core schema
 * @param extensions a complex attribute each, whose name is the extension's URN
 * @param aliases other names of attributes that clients use, in lower case
 */
public record QuerySchema(
        String urn, List<QueryAttribute> attributes, List<QueryAttribute> extensions, Map<String, String> aliases) {

    /** With more extensions. */
    QuerySchema with(List<QueryAttribute> more) {
        return more.isEmpty()
                ? this
                : new QuerySchema(
                        urn,
                        attributes,
                        Stream.concat(extensions.stream(), more.stream()).toList(),
                        aliases);
    }

    /**
     * The attribute that a path in any case names.
     *
     * @param at what the path is, for the message
     * @throws ScimException 400 invalidPath when it isn't a path, or there is no such attribute
     */
    public AttributePath attribute(String at, String path) {
        return find(Expressions.path(at, path))
                .orElseThrow(() -> ScimException.invalidPath(at + " isn't an attribute of this resource type."));
    }

    /** Finds an attribute by a path in any case, with or without its schema's URN. */
    Optional<AttributePath> find(Path path) {
        return find(path, true);
    }

    /** As {@link #find(Path)}, but nothing of an extension that isn't declared. */
    Optional<AttributePath> findDeclared(Path path) {
        return find(path, false);
    }

    private Optional<AttributePath> find(Path path, boolean undeclaredToo) {
        List<String> names = names(path);
        String schema = path.getSchemaUrn();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        if (schema == null || schema.equalsIgnoreCase(urn)) {
            return inCore(names);
        }
        // a URN alone parses as one that ends before its last colon, and then names between dots
        for (int length = 1; length <= names.size(); length++) {
            String whole = schema + ":" + String.join(".", names.subList(0, length));
            Optional<QueryAttribute> extension = QueryAttribute.find(extensions, whole);
            if (extension.isPresent()) {
                return walk(AttributePath.of(extension.get()), names.subList(length, names.size()));
            }
        }
        return QueryAttribute.find(extensions, schema)
                .or(() -> undeclaredToo && !isCore(schema) ? Optional.of(QueryAttribute.any(schema)) : Optional.empty())
                .flatMap(extension -> walk(AttributePath.of(extension), names));
    }

    /** Finds a sub-attribute, for the filter within a value path. */
    static Optional<AttributePath> find(QueryAttribute complex, Path path) {
        List<String> names = names(path);
        return path.getSchemaUrn() != null || names.isEmpty()
                ? Optional.empty()
                : complex.sub(names.getFirst())
                        .flatMap(sub -> walk(AttributePath.of(sub), names.subList(1, names.size())));
    }

    private Optional<AttributePath> inCore(List<String> names) {
        String first = names.getFirst();
        return QueryAttribute.find(attributes, aliases.getOrDefault(first.toLowerCase(Locale.ROOT), first))
                .flatMap(top -> walk(AttributePath.of(top), names.subList(1, names.size())));
    }

    private static Optional<AttributePath> walk(AttributePath from, List<String> names) {
        AttributePath path = from;
        for (String name : names) {
            Optional<QueryAttribute> sub = path.attribute().sub(name);
            if (sub.isEmpty()) {
                return Optional.empty();
            }
            path = path.then(sub.get());
        }
        return Optional.of(path);
    }

    /** None where the path selects values, for that isn't an attribute. */
    private static List<String> names(Path path) {
        var names = new ArrayList<String>();
        for (Path.Element element : path) {
            if (element.getValueFilter() != null) {
                return List.of();
            }
            names.add(element.getAttribute());
        }
        return names;
    }

    private static boolean isCore(String schema) {
        return schema.toLowerCase(Locale.ROOT).startsWith("urn:ietf:params:scim:schemas:core:");
    }
}
