package dev.rollcall.schemas.scim;

import dev.rollcall.event.Group;
import dev.rollcall.event.User;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
     * @param warnings gets a plain sentence for whatever was tolerated
     * @throws ScimException 400 invalidSyntax for an unknown attribute, invalidValue for a wrong or missing value
     */
    public T read(ObjectNode resource, @Nullable T before, List<String> warnings) {
        checkSchemas(resource, warnings);
        ObjectNode own = ScimJson.objectNode();
        resource.properties().forEach(member -> {
            if (!isElsewhere(member.getKey())) {
                own.set(inCore(member.getKey()), member.getValue());
            }
        });
        SpecificRecord record = reader.read(shape, own, "", warnings);
        for (Attribute attribute : shape.attributes()) {
            JsonNode given = own.get(attribute.name());
            if (given == null || AttributeReader.isUnassigned(given)) {
                whenAbsent(attribute, before).ifPresent(value -> record.put(attribute.position(), value));
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

    /** What an attribute is when the client sends none: as it was, true for active, or nothing. */
    private Optional<Object> whenAbsent(Attribute attribute, @Nullable T before) {
        if (attribute.required()) {
            throw ScimException.invalidValue(
                    "The attribute " + attribute.name() + " is required and must not be empty.");
        }
        if (!attribute.keptWhenOmitted()) {
            return Optional.empty();
        }
        if (before != null) {
            return Optional.ofNullable(before.get(attribute.position()));
        }
        return attribute.shape() == Attribute.Shape.BOOLEAN ? Optional.of(true) : Optional.empty();
    }

    private void checkSchemas(ObjectNode resource, List<String> warnings) {
        JsonNode schemas = resource.get("schemas");
        if (schemas == null || schemas.isNull() || schemas.isEmpty()) {
            warnings.add("The resource has no schemas; " + urn + " was assumed. Send it (RFC 7643 §3).");
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
