package dev.rollcall.schemas.scim;

import dev.rollcall.event.Group;
import dev.rollcall.event.User;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

    public static final ScimCodec<User> USER =
            new ScimCodec<>(User.class, User.getClassSchema(), USER_URN, Set.of("groups", "password"));
    public static final ScimCodec<Group> GROUP =
            new ScimCodec<>(Group.class, Group.getClassSchema(), GROUP_URN, Set.of("members"));

    /** What a server sets; a client may send it back in a POST or PUT, and it is ignored (RFC 7644 §3.3, §3.5.1). */
    private static final Set<String> COMMON = Set.of("schemas", "id", "meta");

    private final Class<T> type;
    private final String urn;
    private final RecordShape shape;
    private final Set<String> elsewhere;
    private final AttributeReader reader = new AttributeReader();
    private final AttributeWriter writer = new AttributeWriter();

    private ScimCodec(Class<T> type, org.apache.avro.Schema schema, String urn, Set<String> elsewhere) {
        this.type = type;
        this.urn = urn;
        this.shape = new RecordShape(schema);
        this.elsewhere = elsewhere;
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
     * @throws ScimException 400 invalidSyntax for an unknown attribute, invalidValue for a wrong or missing value
     */
    public T read(ObjectNode resource, @Nullable T before, Reading reading) {
        checkSchemas(resource, reading);
        ObjectNode own = ScimJson.objectNode();
        resource.properties().forEach(member -> {
            if (!isElsewhere(member.getKey())) {
                own.set(inCore(member.getKey()), member.getValue());
            }
        });
        SpecificRecord record = reader.read(shape, own, "", reading);
        for (Attribute attribute : shape.attributes()) {
            if (attribute.shape() == Attribute.Shape.EXTENSIONS) {
                keepExtensions(attribute, record, before, own, reading);
                continue;
            }
            JsonNode given = own.get(attribute.name());
            if (given == null || AttributeReader.isUnassigned(given)) {
                whenUnassigned(attribute, before, given != null, reading)
                        .ifPresent(value -> record.put(attribute.position(), value));
            }
        }
        return type.cast(record);
    }

    /** The attributes as a SCIM resource: {@code schemas} and whatever is set, nothing empty; without id and meta. */
    public ObjectNode write(T attributes) {
        ObjectNode json = ScimJson.objectNode();
        var schemas = json.putArray("schemas").add(urn);
        writer.write(shape, attributes, json);
        json.propertyNames().stream().filter(name -> name.startsWith("urn:")).forEach(schemas::add);
        return json;
    }

    /** Whether a top-level member isn't one of these attributes: common, read-only, or kept in records of its own. */
    boolean isElsewhere(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return COMMON.contains(lower) || elsewhere.contains(lower);
    }

    /** The name without the core schema's URN before it (RFC 7644 §3.10). */
    private String inCore(String name) {
        return name.regionMatches(true, 0, urn + ":", 0, urn.length() + 1) ? name.substring(urn.length() + 1) : name;
    }

    private void keepExtensions(
            Attribute attribute, SpecificRecord record, @Nullable T before, ObjectNode own, Reading reading) {
        if (before != null
                && reading.profile().keepsOmitted()
                && before.get(attribute.position()) instanceof Map<?, ?> kept) {
            var all = new TreeMap<Object, Object>((Map<?, ?>) record.get(attribute.position()));
            kept.forEach((urn, json) -> {
                if (!own.has((String) urn)) {
                    all.put(urn, json);
                }
            });
            record.put(attribute.position(), all);
        }
    }

    /**
     * What an attribute is when the client sends nothing of it: as it was, true for active, or nothing.
     *
     * @param cleared whether the client named it, with null or nothing in it (RFC 7643 §2.5)
     */
    private Optional<Object> whenUnassigned(Attribute attribute, @Nullable T before, boolean cleared, Reading reading) {
        if (attribute.required()) {
            throw ScimException.invalidValue(
                    "The attribute " + attribute.name() + " is required and must not be empty.");
        }
        boolean isActive = attribute.shape() == Attribute.Shape.BOOLEAN;
        if (before == null) {
            return isActive ? Optional.of(true) : Optional.empty();
        }
        // what has no unassigned state stays as it is
        boolean kept = isActive
                || !cleared && (attribute.keptWhenOmitted() || reading.profile().keepsOmitted());
        return kept ? Optional.ofNullable(before.get(attribute.position())) : Optional.empty();
    }

    private void checkSchemas(ObjectNode resource, Reading reading) {
        JsonNode schemas = resource.get("schemas");
        if (schemas == null || schemas.isNull() || schemas.isEmpty()) {
            reading.tolerate(Tolerance.MISSING_SCHEMAS, "The resource has no schemas; " + urn + " was assumed.");
            return;
        }
        for (JsonNode schema : schemas) {
            if (schema.isString() && schema.stringValue().equalsIgnoreCase(urn)) {
                return;
            }
        }
        throw ScimException.invalidSyntax("The resource's schemas don't hold " + urn
                + ", which this endpoint takes; was it meant for another endpoint?");
    }
}
