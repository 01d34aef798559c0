package dev.rollcall.schemas.scim;

import dev.rollcall.event.Group;
import dev.rollcall.event.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * SCIM JSON to Avro and back, for one resource type. What a type's attributes are is told by its Avro schema alone.
 *
 * @param <T> the Avro record of the type's attributes
 */
public final class ScimCodec<T extends SpecificRecord> {

    public static final String USER_URN = "urn:ietf:params:scim:schemas:core:2.0:User";
    public static final String GROUP_URN = "urn:ietf:params:scim:schemas:core:2.0:Group";
    public static final String ENTERPRISE_URN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /** Never kept, so in no schema. */
    static final String PASSWORD = "password";

    public static final ScimCodec<User> USER = new ScimCodec<>(User.class, User.getClassSchema());
    public static final ScimCodec<Group> GROUP = new ScimCodec<>(Group.class, Group.getClassSchema());

    private final Class<T> type;
    private final SchemaDefinition schema;
    private final List<AttributeDefinition> attributes;
    private final List<SchemaDefinition> extensions;
    private final String urn;
    private final RecordShape shape;
    private final AttributeReader reader = new AttributeReader();
    private final AttributeWriter writer = new AttributeWriter();

    private ScimCodec(Class<T> type, Schema record) {
        this.type = type;
        this.schema = AvroDefinitions.schema(record);
        this.attributes = Stream.of(CommonAttributes.ALL, AvroDefinitions.commonAttributes(record), schema.attributes())
                .flatMap(List::stream)
                .toList();
        this.extensions = AvroDefinitions.extensions(record);
        this.urn = schema.id();
        this.shape = new RecordShape(record);
    }

    /** The core schema of the type. */
    public SchemaDefinition schema() {
        return schema;
    }

    /** The attributes outside extensions: common ones, which no schema lists, and those of the core schema. */
    public List<AttributeDefinition> attributes() {
        return attributes;
    }

    /** The extensions that every connection has. */
    public List<SchemaDefinition> extensions() {
        return extensions;
    }

    /** The URN of the type's core schema. */
    public String urn() {
        return urn;
    }

    RecordShape shape() {
        return shape;
    }

    /**
     * The attributes of a resource that a client sent with POST or PUT.
     *
     * @param before the attributes so far, for what a PUT may leave out without clearing it; null for a new resource
     * @param reading tells what is tolerated, and gets a warning of what was
     * @throws ScimException 400 invalidSyntax for an unknown attribute, invalidValue for a wrong or missing value,
     *     mutability for another value of an immutable one
     */
    public T read(ObjectNode resource, @Nullable T before, Reading reading) {
        checkSchemas(resource, reading);
        return record(resource, before, reading, true);
    }

    /** The attributes as a PATCH left them; an extension that it left alone isn't judged anew. */
    T readPatched(ObjectNode resource, T before, Reading reading) {
        return record(resource, before, reading, false);
    }

    private T record(ObjectNode resource, @Nullable T before, Reading reading, boolean whole) {
        ObjectNode named = ScimJson.objectNode();
        resource.properties().forEach(member -> named.set(inCore(member.getKey()), member.getValue()));
        ObjectNode full = whole && before != null && reading.profile().keepsOmitted()
                ? completed(named.deepCopy(), write(before))
                : named;
        ObjectNode own = ScimJson.objectNode();
        var extensions = new LinkedHashMap<String, JsonNode>();
        full.properties().forEach(member -> {
            String name = member.getKey();
            if (name.equalsIgnoreCase(PASSWORD)) {
                reading.tolerate(Tolerance.PASSWORD, "The resource holds a password, which was left aside.");
            } else if (SchemaDefinition.isUrn(name) && shape.find(name).isEmpty() && !name.equalsIgnoreCase(urn)) {
                extensions.put(name, member.getValue());
            } else if (!isElsewhere(name)) {
                own.set(name, member.getValue());
            }
        });
        SpecificRecord record = reader.read(shape, own, "", reading);
        for (Attribute attribute : shape.attributes()) {
            if (attribute.shape() == Attribute.Shape.EXTENSIONS) {
                Map<?, ?> old = before == null ? Map.of() : (Map<?, ?>) before.get(attribute.position());
                record.put(attribute.position(), new ExtensionReader(reading).read(extensions, old));
            } else {
                JsonNode given = own.get(attribute.name());
                if (given == null || AttributeReader.isUnassigned(given)) {
                    checkNotRequired(attribute);
                    if (whole) {
                        whenUnassigned(attribute, before, given != null)
                                .ifPresent(value -> attribute.put(record, value));
                    }
                }
            }
        }
        return type.cast(record);
    }

    /** With what it leaves out, and what its complex values and extensions leave out, as that was before. */
    private static ObjectNode completed(ObjectNode given, ObjectNode before) {
        before.properties().forEach(member -> {
            JsonNode value = given.get(member.getKey());
            if (value == null) {
                given.set(member.getKey(), member.getValue());
            } else if (value instanceof ObjectNode complex
                    && !complex.isEmpty()
                    && member.getValue() instanceof ObjectNode old) {
                completed(complex, old);
            }
        });
        return given;
    }

    /** The attributes as a SCIM resource: {@code schemas} and whatever is set, nothing empty; without id and meta. */
    public ObjectNode write(T attributes) {
        ObjectNode json = ScimJson.objectNode();
        var schemas = json.putArray("schemas").add(urn);
        writer.write(shape, attributes, json);
        json.propertyNames().stream().filter(SchemaDefinition::isUrn).forEach(schemas::add);
        return json;
    }

    /** Whether a top-level member isn't one of these attributes: common, read-only, or kept in records of its own. */
    boolean isElsewhere(String name) {
        return CommonAttributes.have(name)
                || schema.find(name).isPresent() && shape.find(name).isEmpty();
    }

    /** The name without the core schema's URN before it (RFC 7644 §3.10). */
    private String inCore(String name) {
        return name.regionMatches(true, 0, urn + ":", 0, urn.length() + 1) ? name.substring(urn.length() + 1) : name;
    }

    private static void checkNotRequired(Attribute attribute) {
        if (attribute.required()) {
            throw ScimException.invalidValue(
                    "The attribute " + attribute.name() + " is required and must not be empty.");
        }
    }

    /**
     * What an attribute is when a POST or PUT has no value of it: its initial one, as it was, or nothing.
     *
     * @param cleared whether the client named it, with null or nothing in it (RFC 7643 §2.5)
     */
    private Optional<Object> whenUnassigned(Attribute attribute, @Nullable T before, boolean cleared) {
        if (before == null) {
            return attribute.initial();
        }
        // a client that has no value of active doesn't mean to let a deactivated user in again
        boolean kept = attribute.presence() != null || !cleared && attribute.keptWhenOmitted();
        return kept ? Optional.ofNullable(attribute.get(before)) : Optional.empty();
    }

    private void checkSchemas(ObjectNode resource, Reading reading) {
        JsonNode schemas = resource.get("schemas");
        if (schemas == null || schemas.isNull() || schemas.isEmpty()) {
            reading.tolerate(Tolerance.MISSING_SCHEMAS, "The resource has no schemas; " + urn + " was assumed.");
            return;
        }
        var named = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (JsonNode schema : schemas) {
            String name = schema.asString("");
            if (!named.add(name)) {
                reading.tolerate(Tolerance.REPEATED_VALUE, "The resource's schemas hold a URN twice.");
            } else if (!isDeclared(name, reading)) {
                reading.tolerate(Tolerance.UNDECLARED_SCHEMA, "The resource's schemas hold a URN that isn't declared.");
            }
        }
        if (!named.contains(urn)) {
            throw ScimException.invalidSyntax("The resource's schemas don't hold " + urn
                    + ", which this endpoint takes; was it meant for another endpoint?");
        }
    }

    private boolean isDeclared(String name, Reading reading) {
        return name.equalsIgnoreCase(urn)
                || SchemaDefinition.isUrn(name) && shape.find(name).isPresent()
                || reading.extensions().find(name).isPresent();
    }
}
