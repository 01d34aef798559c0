package dev.rollcall.schemas.scim;

import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.exceptions.BadRequestException;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.filters.FilterType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the body of a PATCH (RFC 7644 §3.5.2) as far as it can be judged without the resource. */
public final class PatchReader {

    private static final String PATCH_URN = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    private static final int MAX_OPERATIONS = 1_000;
    private static final Set<String> READ_ONLY = Set.of("id", "meta", "groups", "schemas");

    private final ScimCodec<?> codec;
    private final Reading reading;

    private PatchReader(ScimCodec<?> codec, Reading reading) {
        this.codec = codec;
        this.reading = reading;
    }

    /** @throws ScimException 400 with the scimType of RFC 7644 Table 9, naming the operation by its index */
    public static List<PatchOp> read(ScimCodec<?> codec, ObjectNode body, Reading reading) {
        return new PatchReader(codec, reading).operations(body);
    }

    private List<PatchOp> operations(ObjectNode body) {
        JsonNode schemas = body.get("schemas");
        if (schemas == null || schemas.isEmpty()) {
            reading.tolerate(Tolerance.MISSING_SCHEMAS, "The PATCH has no schemas; " + PATCH_URN + " was assumed.");
        } else if (schemas.valueStream()
                .noneMatch(s -> s.isString() && s.stringValue().equalsIgnoreCase(PATCH_URN))) {
            throw ScimException.invalidSyntax("The schemas of a PATCH must hold " + PATCH_URN + ".");
        }
        JsonNode operations = body.get("Operations");
        if (operations == null || !operations.isArray() || operations.isEmpty()) {
            throw ScimException.invalidSyntax("A PATCH needs Operations, an array with at least one operation.");
        }
        if (operations.size() > MAX_OPERATIONS) {
            throw ScimException.invalidSyntax("A PATCH takes at most " + MAX_OPERATIONS + " operations; send several.");
        }
        var ops = new ArrayList<PatchOp>();
        int index = 0;
        for (JsonNode operation : operations) {
            String at = "Operations[" + index++ + "]";
            if (!(operation instanceof ObjectNode object)) {
                throw ScimException.invalidSyntax(at + " must be a JSON object with op, path and value.");
            }
            operation(at, object, ops);
        }
        return ops;
    }

    private void operation(String at, ObjectNode operation, List<PatchOp> ops) {
        PatchOp.Kind kind = kind(at, operation.get("op"));
        JsonNode path = operation.get("path");
        JsonNode value = operation.get("value");
        boolean hasPath = path != null
                && !path.isNull()
                && !(path.isString() && path.stringValue().isEmpty());
        if (kind != PatchOp.Kind.REMOVE && value == null) {
            throw ScimException.invalidValue(at + " needs a value.");
        }
        if (hasPath) {
            if (!path.isString()) {
                throw ScimException.invalidPath(at + ".path must be a string.");
            }
            at(at + ".path", kind, path.stringValue(), value, ops);
        } else if (kind == PatchOp.Kind.REMOVE) {
            throw ScimException.noTarget(at + " is a remove without a path; say what to remove.");
        } else if (value instanceof ObjectNode members) {
            // without a path each member of value stands for an operation of its own (RFC 7644 §3.5.2.1)
            members.properties().forEach(member -> {
                if (READ_ONLY.contains(member.getKey().toLowerCase(Locale.ROOT))) {
                    reading.tolerate(
                            Tolerance.READ_ONLY_IN_PATCH,
                            at + " sets the read-only " + member.getKey() + ", which was left aside.");
                } else if (isWholeExtension(member.getKey())) {
                    ops.add(new PatchOp.OnAttribute(kind, Path.root(member.getKey()), member.getValue()));
                } else {
                    if (isDotted(member.getKey())) {
                        reading.tolerate(
                                Tolerance.DOTTED_KEY, at + ".value holds a path as a name: " + member.getKey() + ".");
                    }
                    at(at + ".value." + member.getKey(), kind, member.getKey(), member.getValue(), ops);
                }
            });
        } else {
            throw ScimException.invalidValue(at + " has no path, so its value must be a JSON object of attributes.");
        }
    }

    private void at(String at, PatchOp.Kind kind, String text, @Nullable JsonNode value, List<PatchOp> ops) {
        Path path = canonical(at, parse(at, text));
        if (path == null) {
            return;
        }
        if (path.isRoot()) {
            ops.add(new PatchOp.OnAttribute(kind, path, value));
            return;
        }
        String name = path.getElement(0).getAttribute().toLowerCase(Locale.ROOT);
        boolean core = path.getSchemaUrn() == null;
        if (core && name.equals(ScimCodec.PASSWORD)) {
            reading.tolerate(Tolerance.PASSWORD, at + " sets a password, which was left aside.");
        } else if (core && codec == ScimCodec.GROUP && name.equals("members")) {
            ops.add(members(at, kind, path, value));
        } else if (kind == PatchOp.Kind.REMOVE && core && path.size() == 1 && isRequired(path)) {
            throw ScimException.mutability(at + ": " + name + " is required and can't be removed.");
        } else {
            ops.add(new PatchOp.OnAttribute(kind, path, value));
        }
    }

    private boolean isRequired(Path path) {
        return codec.shape()
                .find(path.getElement(0).getAttribute())
                .filter(Attribute::required)
                .isPresent();
    }

    private PatchOp members(String at, PatchOp.Kind kind, Path path, @Nullable JsonNode value) {
        Filter filter = path.getElement(0).getValueFilter();
        if (filter != null) {
            var users = new LinkedHashSet<String>();
            if (kind != PatchOp.Kind.REMOVE || path.size() > 1 || !values(filter, users)) {
                throw ScimException.invalidFilter(at + ": of members only remove takes a filter, of the form"
                        + " members[value eq \"id\"], with or between several.");
            }
            return new PatchOp.RemoveMembers(users);
        }
        if (path.size() > 1) {
            throw ScimException.mutability(at + ": the parts of a member can't be changed; remove and add it.");
        }
        return switch (kind) {
            case ADD -> new PatchOp.AddMembers(Members.ids(given(value), reading));
            case REPLACE -> new PatchOp.ReplaceMembers(Members.ids(given(value), reading));
            case REMOVE -> {
                if (value == null || value.isNull()) {
                    yield new PatchOp.ReplaceMembers(Set.of());
                }
                reading.tolerate(Tolerance.REMOVE_WITH_VALUE, at + ": a remove came with a value.");
                yield new PatchOp.RemoveMembers(Members.ids(value, reading));
            }
        };
    }

    private static JsonNode given(@Nullable JsonNode value) {
        return value == null ? ScimJson.arrayNode() : value;
    }

    /** Collects the ids of {@code value eq "a" or value eq "b"}; false when the filter is anything else. */
    private static boolean values(Filter filter, Set<String> users) {
        List<Filter> parts = filter.getCombinedFilters();
        if (filter.getFilterType() == FilterType.OR && parts != null) {
            return parts.stream().allMatch(part -> values(part, users));
        }
        Path path = filter.getAttributePath();
        JsonNode value = filter.getComparisonValue();
        if (filter.getFilterType() != FilterType.EQUAL
                || path == null
                || !path.toString().equalsIgnoreCase("value")
                || value == null
                || !value.isString()) {
            return false;
        }
        users.add(value.stringValue());
        return true;
    }

    private PatchOp.Kind kind(String at, @Nullable JsonNode op) {
        String given = op != null && op.isString() ? op.stringValue() : "";
        String text = given.toLowerCase(Locale.ROOT);
        PatchOp.Kind kind = switch (text) {
            case "add" -> PatchOp.Kind.ADD;
            case "remove" -> PatchOp.Kind.REMOVE;
            case "replace" -> PatchOp.Kind.REPLACE;
            default -> throw ScimException.invalidSyntax(at + ".op must be add, remove or replace.");
        };
        if (!text.equals(given)) {
            reading.tolerate(Tolerance.CAPITALISED_OP, at + ".op came with capital letters.");
        }
        return kind;
    }

    /** Whether a member of a value without a path is an extension's URN alone, not one with an attribute behind it. */
    private boolean isWholeExtension(String name) {
        return name.regionMatches(true, 0, "urn:", 0, 4)
                && !isBehind(codec.urn(), name)
                && codec.extensions().stream().noneMatch(schema -> isBehind(schema.id(), name))
                && reading.extensions().stream()
                        .noneMatch(extension -> isBehind(extension.schema().id(), name));
    }

    /** A path into an extension that isn't ours, with the declared spelling of its names. */
    private @Nullable Path inExtension(String at, Path path, String urn) {
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
            result = result.replace(i, found.get().name(), path.getElement(i).getValueFilter());
            definitions = found.get().subAttributes();
        }
        return result;
    }

    /** Whether a member of a value without a path is a path, not the name of an attribute or an extension. */
    private boolean isDotted(String name) {
        return codec.shape().find(name).isEmpty() && (name.indexOf('.') >= 0 || name.indexOf(':') >= 0);
    }

    private static boolean isBehind(String urn, String name) {
        return name.regionMatches(true, 0, urn + ":", 0, urn.length() + 1);
    }

    private Path parse(String at, String text) {
        var extension = codec.shape()
                .find(text)
                .map(Attribute::name)
                .filter(Attribute::isUrn)
                .or(() -> reading.extensions()
                        .find(text)
                        .map(declared -> declared.schema().id()));
        if (extension.isPresent()) {
            return Path.root(extension.get());
        }
        String inCore =
                text.regionMatches(true, 0, codec.urn() + ":", 0, codec.urn().length() + 1)
                        ? text.substring(codec.urn().length() + 1)
                        : text;
        try {
            return Path.fromString(inCore);
        } catch (BadRequestException e) {
            throw inCore.indexOf('[') >= 0
                    ? ScimException.invalidFilter(at + " isn't a valid path with a filter (RFC 7644 §3.5.2).")
                    : ScimException.invalidPath(at + " isn't a valid attribute path (RFC 7644 §3.5.2).");
        }
    }

    /**
     * The path with our spelling of its names; refuses what isn't there and what only the server may set. Null for what
     * isn't there where that is tolerated.
     */
    private @Nullable Path canonical(String at, Path path) {
        String urn = path.getSchemaUrn();
        RecordShape shape = codec.shape();
        if (urn != null) {
            var extension = shape.find(urn);
            if (extension.isEmpty()) {
                return inExtension(at, path, urn);
            }
            shape = extension.get().sub();
        } else if (path.isRoot()) {
            throw ScimException.invalidPath(at + " names no attribute.");
        }
        Path result = path;
        for (int i = 0; i < path.size(); i++) {
            String name = path.getElement(i).getAttribute();
            if (i == 0 && urn == null && READ_ONLY.contains(name.toLowerCase(Locale.ROOT))) {
                throw ScimException.mutability(at + ": " + name + " is read-only.");
            }
            if (i == 0 && urn == null && (codec.isElsewhere(name) || name.equalsIgnoreCase(ScimCodec.PASSWORD))) {
                return path;
            }
            Attribute attribute = shape.find(name)
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
            result = result.replace(i, attribute.name(), path.getElement(i).getValueFilter());
            if (attribute.record() == null) {
                if (i + 1 < path.size()) {
                    throw ScimException.invalidPath(at + ": " + attribute.name() + " has no sub-attributes.");
                }
            } else {
                shape = attribute.sub();
            }
        }
        return result;
    }
}
