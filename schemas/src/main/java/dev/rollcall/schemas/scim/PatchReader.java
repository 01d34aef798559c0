package dev.rollcall.schemas.scim;

import com.unboundid.scim2.common.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the body of a PATCH (RFC 7644 §3.5.2) as far as it can be judged without the resource. */
public final class PatchReader {

    private static final String PATCH_URN = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    private static final int MAX_OPERATIONS = 1_000;

    private final ScimCodec<?> codec;
    private final Reading reading;
    private final PatchPath paths;
    private final List<PatchOp> ops = new ArrayList<>();

    private PatchReader(ScimCodec<?> codec, Reading reading) {
        this.codec = codec;
        this.reading = reading;
        this.paths = new PatchPath(codec, reading);
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
        int index = 0;
        for (JsonNode operation : operations) {
            String at = "Operations[" + index++ + "]";
            if (!(operation instanceof ObjectNode object)) {
                throw ScimException.invalidSyntax(at + " must be a JSON object with op, path and value.");
            }
            operation(at, object);
        }
        return ops;
    }

    private void operation(String at, ObjectNode operation) {
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
            on(at + ".path", kind, path.stringValue(), value);
        } else if (kind == PatchOp.Kind.REMOVE) {
            throw ScimException.noTarget(at + " is a remove without a path; say what to remove.");
        } else if (value instanceof ObjectNode members) {
            each(at + ".value", kind, "", members);
        } else {
            throw ScimException.invalidValue(at + " has no path, so its value must be a JSON object of attributes.");
        }
    }

    /** Without a path, each member of value stands for an operation of its own (RFC 7644 §3.5.2.1). */
    private void each(String at, PatchOp.Kind kind, String prefix, ObjectNode members) {
        members.properties().forEach(member -> {
            boolean isLeftAside = prefix.isEmpty()
                    ? PatchPath.isReadOnly(member.getKey())
                    : member.getKey().equalsIgnoreCase("schemas");
            if (isLeftAside) {
                reading.tolerate(
                        Tolerance.READ_ONLY_IN_PATCH,
                        at + " sets the read-only " + member.getKey() + ", which was left aside.");
            } else if (prefix.isEmpty() && isUnknownExtension(member.getKey()) && !hasType(member.getKey())) {
                ops.add(new PatchOp.OnAttribute(at, kind, Path.root(member.getKey()), null, member.getValue()));
            } else {
                if (prefix.isEmpty() && isDotted(member.getKey())) {
                    reading.tolerate(Tolerance.DOTTED_KEY, at + " holds a path as a name: " + member.getKey() + ".");
                }
                on(at + "." + member.getKey(), kind, prefix + member.getKey(), member.getValue());
            }
        });
    }

    private void on(String at, PatchOp.Kind kind, String text, @Nullable JsonNode value) {
        Optional<String> extension = wholeExtension(text);
        if (extension.isPresent() || text.equalsIgnoreCase(codec.urn())) {
            schema(at, kind, extension.orElse(""), value);
            return;
        }
        Path path = paths.read(at, text);
        if (path == null) {
            return;
        }
        String name = path.getElement(0).getAttribute().toLowerCase(Locale.ROOT);
        boolean isCore = path.getSchemaUrn() == null;
        if (isCore && name.equals(ScimCodec.PASSWORD)) {
            reading.tolerate(Tolerance.PASSWORD, at + " sets a password, which was left aside.");
        } else if (isCore && codec == ScimCodec.GROUP && name.equals("members")) {
            ops.add(new MemberOps(reading).read(at, kind, path, value));
        } else if (kind == PatchOp.Kind.REMOVE && isCore && path.size() == 1 && isRequired(path)) {
            throw ScimException.mutability(at + ": " + name + " is required and can't be removed.");
        } else {
            ops.add(new PatchOp.OnAttribute(
                    at, kind, path, paths.attribute(path).orElse(null), value));
        }
    }

    /**
     * The URN of a whole schema as the path: each attribute in value is changed by itself, and what isn't named stays.
     *
     * @param urn of the extension; empty for the core schema
     */
    private void schema(String at, PatchOp.Kind kind, String urn, @Nullable JsonNode value) {
        boolean isNothing = value == null || AttributeReader.isUnassigned(value);
        if (kind == PatchOp.Kind.ADD && isNothing) {
            return;
        }
        if (kind == PatchOp.Kind.REMOVE || isNothing) {
            if (urn.isEmpty()) {
                throw ScimException.mutability(at + ": the core schema has required attributes and can't be removed.");
            }
            if (isUnknownExtension(urn)) {
                reading.tolerate(Tolerance.UNDECLARED_SCHEMA, at + ": the extension " + urn + " isn't declared.");
            }
            ops.add(new PatchOp.OnAttribute(at, PatchOp.Kind.REMOVE, Path.root(urn), null, null));
        } else if (value instanceof ObjectNode attributes) {
            each(at, kind, urn.isEmpty() ? "" : urn + ":", attributes);
        } else {
            throw ScimException.invalidValue(at + ": the value at a schema's URN must be a JSON object.");
        }
    }

    private boolean isRequired(Path path) {
        return codec.shape()
                .find(path.getElement(0).getAttribute())
                .filter(Attribute::required)
                .isPresent();
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

    /** Whether a member of a value without a path is the URN of an extension that no schema of ours tells of. */
    private boolean isUnknownExtension(String name) {
        return SchemaDefinition.isUrn(name)
                && !isOf(codec.urn(), name)
                && codec.extensions().stream().noneMatch(schema -> isOf(schema.id(), name))
                && reading.extensions().stream()
                        .noneMatch(extension -> isOf(extension.schema().id(), name));
    }

    /** Whether a member of a value without a path is a path, not the name of an attribute. */
    private boolean isDotted(String name) {
        return codec.shape().find(name).isEmpty()
                && wholeExtension(name).isEmpty()
                && !name.equalsIgnoreCase(codec.urn())
                && (name.indexOf('.') >= 0 || name.indexOf(':') >= 0);
    }

    /** The URN of the extension that the text names; one that nobody declared ends with the resource type. */
    private Optional<String> wholeExtension(String text) {
        return codec.shape()
                .find(text)
                .map(Attribute::name)
                .filter(SchemaDefinition::isUrn)
                .or(() -> reading.extensions()
                        .find(text)
                        .map(declared -> declared.schema().id()))
                .or(() -> Optional.of(text).filter(this::isUnknownExtension).filter(this::endsWithType));
    }

    private boolean endsWithType(String urn) {
        String type = ":" + codec.schema().name();
        return urn.regionMatches(true, urn.length() - type.length(), type, 0, type.length());
    }

    /** Whether the resource type, with which URNs of extensions end, is in the name: where the URN in it ends is told. */
    private boolean hasType(String name) {
        String type = ":" + codec.schema().name() + ":";
        return (name + ":").toLowerCase(Locale.ROOT).contains(type.toLowerCase(Locale.ROOT));
    }

    /** Whether a name is the URN, or has it before an attribute. */
    private static boolean isOf(String urn, String name) {
        return name.equalsIgnoreCase(urn) || name.regionMatches(true, 0, urn + ":", 0, urn.length() + 1);
    }
}
