package dev.rollcall.schemas.scim;

import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.filters.Filter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the paths of a PATCH and brings them to our spelling of names (RFC 7644 §3.5.2, §3.10). */
final class PatchPath {

    /** What only the server sets. */
    static final Set<String> READ_ONLY = Set.of("id", "meta", "groups", "schemas");

    private final ScimCodec<?> codec;
    private final Reading reading;

    PatchPath(ScimCodec<?> codec, Reading reading) {
        this.codec = codec;
        this.reading = reading;
    }

    static boolean isReadOnly(String name) {
        return READ_ONLY.contains(name.toLowerCase(Locale.ROOT));
    }

    /**
     * The path with our spelling of its names; null for what isn't there, where that is tolerated.
     *
     * @throws ScimException 400 invalidPath, invalidFilter, or mutability for what only the server sets
     */
    @Nullable
    Path read(String at, String text) {
        return canonical(at, Expressions.path(at, inCore(text)));
    }

    /** The attribute that the path begins with; empty where no schema tells of it. */
    Optional<AttributeDefinition> attribute(Path path) {
        String urn = path.getSchemaUrn();
        String name = path.getElement(0).getAttribute();
        Optional<RecordShape> shape = urn == null
                ? Optional.of(codec.shape())
                : codec.shape().find(urn).map(Attribute::sub);
        return shape.isPresent()
                ? shape.get().find(name).flatMap(attribute -> Optional.ofNullable(attribute.definition()))
                : reading.extensions()
                        .find(String.valueOf(urn))
                        .flatMap(extension -> extension.schema().find(name));
    }

    private String inCore(String text) {
        String prefix = codec.urn() + ":";
        return text.regionMatches(true, 0, prefix, 0, prefix.length()) ? text.substring(prefix.length()) : text;
    }

    private @Nullable Path canonical(String at, Path path) {
        String urn = path.getSchemaUrn();
        if (path.isRoot()) {
            throw ScimException.invalidPath(at + " names no attribute.");
        }
        if (path.size() > 2) {
            throw ScimException.invalidPath(at + ": an attribute has sub-attributes of one level only.");
        }
        RecordShape shape = codec.shape();
        if (urn != null) {
            var extension = shape.find(urn);
            if (extension.isEmpty()) {
                return inExtension(at, path, urn);
            }
            shape = extension.get().sub();
        }
        String first = path.getElement(0).getAttribute();
        if (urn == null && isReadOnly(first)) {
            throw ScimException.mutability(at + ": " + first + " is read-only.");
        }
        if (urn == null && (codec.isElsewhere(first) || first.equalsIgnoreCase(ScimCodec.PASSWORD))) {
            return path;
        }
        return inShape(at, path, shape);
    }

    /** A path into an extension that isn't ours, with the declared spelling of its names. */
    private Path inExtension(String at, Path path, String urn) {
        var extension = reading.extensions().find(urn);
        if (extension.isEmpty()) {
            reading.tolerate(Tolerance.UNDECLARED_SCHEMA, at + ": the extension " + urn + " isn't declared.");
            return path;
        }
        List<AttributeDefinition> definitions = extension.get().schema().attributes();
        Path result = path;
        for (int i = 0; i < path.size(); i++) {
            String name = path.getElement(i).getAttribute();
            var found = definitions.stream()
                    .filter(definition -> definition.name().equalsIgnoreCase(name))
                    .findFirst();
            if (found.isEmpty()) {
                throw ScimException.invalidPath(at + ": the extension declares no " + name + ".");
            }
            if (found.get().mutability() == AttributeDefinition.Mutability.READ_ONLY) {
                throw ScimException.mutability(at + ": " + name + " is read-only.");
            }
            result = result.replace(
                    i, found.get().name(), checked(at, path.getElement(i).getValueFilter(), found.get()));
            definitions = found.get().subAttributes();
        }
        return result;
    }

    /** The filter on a declared attribute, whose plain values count as their own {@code value}. */
    private @Nullable Filter checked(String at, @Nullable Filter filter, AttributeDefinition definition) {
        if (filter == null) {
            return null;
        }
        if (!definition.multiValued()) {
            throw oneValueOnly(at, definition.name());
        }
        boolean isPlain = definition.type() != AttributeDefinition.Type.COMPLEX;
        return ValueFilter.checked(
                at,
                filter,
                part -> (isPlain
                                ? Optional.of(definition).filter(_ -> part.equalsIgnoreCase("value"))
                                : definition.sub(part))
                        .map(found -> found.type() == AttributeDefinition.Type.BOOLEAN),
                reading);
    }

    private static ScimException oneValueOnly(String at, String name) {
        return ScimException.invalidPath(
                at + ": " + name + " has one value only, so no filter selects among its values.");
    }

    private @Nullable Path inShape(String at, Path path, RecordShape shape) {
        Path result = path;
        RecordShape parts = shape;
        for (int i = 0; i < path.size(); i++) {
            String name = path.getElement(i).getAttribute();
            Attribute attribute = parts.find(name)
                    .filter(found -> found.shape() != Attribute.Shape.EXTENSIONS)
                    .orElse(null);
            if (attribute == null) {
                if (!reading.tolerates(Tolerance.UNKNOWN_ATTRIBUTE)) {
                    throw ScimException.invalidPath(at + ": there is no attribute " + name + ".");
                }
                reading.tolerate(
                        Tolerance.UNKNOWN_ATTRIBUTE, at + ": there is no attribute " + name + ", it was left aside.");
                return null;
            }
            Filter filter = path.getElement(i).getValueFilter();
            if (filter != null) {
                if (attribute.shape() != Attribute.Shape.MULTI_VALUED) {
                    throw oneValueOnly(at, attribute.name());
                }
                RecordShape sub = attribute.sub();
                filter = ValueFilter.checked(
                        at,
                        filter,
                        part -> sub.find(part).map(found -> found.shape() == Attribute.Shape.BOOLEAN),
                        reading);
            }
            result = result.replace(i, attribute.name(), filter);
            if (attribute.record() != null) {
                parts = attribute.sub();
            } else if (i + 1 < path.size()) {
                throw ScimException.invalidPath(at + ": " + attribute.name() + " has no sub-attributes.");
            }
        }
        return result;
    }
}
