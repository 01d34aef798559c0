package dev.rollcall.schemas.scim;

import dev.rollcall.schemas.scim.AttributeDefinition.Mutability;
import dev.rollcall.schemas.scim.AttributeDefinition.Returned;
import dev.rollcall.schemas.scim.AttributeDefinition.Uniqueness;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * An extension that a connection declares.
 *
 * @param resourceTypes the names of those that it extends
 */
public record ExtensionSchema(SchemaDefinition schema, Set<String> resourceTypes) {

    private static final int MAX_CHARS = 64 * 1024;
    private static final int MAX_ATTRIBUTES = 200;
    private static final String RESOURCE_TYPES = "resourceTypes";

    /** RFC 8141 §2. */
    private static final Pattern URN = Pattern.compile(
            "urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:[a-z0-9._~!$&'()*+,;=:@/%-]{1,200}", Pattern.CASE_INSENSITIVE);

    private static final List<String> RESERVED =
            List.of("urn:ietf:params:scim:schemas:core:", "urn:ietf:params:scim:api:");
    private static final Set<String> MEMBERS =
            Set.of("schemas", "id", "name", "description", "attributes", "meta", "resourcetypes");
    private static final Set<String> TYPES = Set.of("User", "Group");

    public ExtensionSchema {
        resourceTypes = Set.copyOf(resourceTypes);
    }

    /**
     * Reads a schema in the JSON of RFC 7643 §7. Beside its members {@code resourceTypes} may tell what it extends;
     * without, it extends User.
     *
     * @throws ScimException 400 invalidValue that names the place
     */
    public static ExtensionSchema read(ObjectNode json) {
        if (ScimJson.write(json).length() > MAX_CHARS) {
            throw ScimException.invalidValue("The schema is longer than " + MAX_CHARS + " characters.");
        }
        for (String member : json.propertyNames()) {
            if (!MEMBERS.contains(member.toLowerCase(Locale.ROOT))) {
                throw DefinitionReader.wrong(member, "isn't a member of a schema (RFC 7643 §7)");
            }
        }
        String id = DefinitionReader.text(json, "id", "", "");
        checkUrn(id);
        List<String> types = DefinitionReader.texts(json, RESOURCE_TYPES, "");
        if (!TYPES.containsAll(types)) {
            throw DefinitionReader.wrong(RESOURCE_TYPES, "must hold User, Group or both");
        }
        List<AttributeDefinition> attributes = DefinitionReader.attributes(json.path("attributes"), "attributes");
        int count =
                attributes.stream().mapToInt(a -> 1 + a.subAttributes().size()).sum();
        if (count > MAX_ATTRIBUTES) {
            throw DefinitionReader.wrong("attributes", "holds more than " + MAX_ATTRIBUTES + " attributes");
        }
        for (int i = 0; i < attributes.size(); i++) {
            check(attributes.get(i), "attributes[" + i + "]");
        }
        var schema = new SchemaDefinition(
                id,
                DefinitionReader.text(json, "name", "", id),
                DefinitionReader.text(json, "description", "", ""),
                attributes);
        return new ExtensionSchema(schema, types.isEmpty() ? Set.of("User") : Set.copyOf(types));
    }

    /** The JSON that {@link #read} takes. */
    public ObjectNode json() {
        ObjectNode json = schema.json();
        resourceTypes.stream().sorted().forEach(json.putArray(RESOURCE_TYPES)::add);
        return json;
    }

    private static void checkUrn(String id) {
        if (!URN.matcher(id).matches()) {
            throw DefinitionReader.wrong("id", "must be a URN, such as urn:example:badge:1.0:User (RFC 8141)");
        }
        String lower = id.toLowerCase(Locale.ROOT);
        if (RESERVED.stream().anyMatch(lower::startsWith) || lower.equalsIgnoreCase(ScimCodec.ENTERPRISE_URN)) {
            throw DefinitionReader.wrong("id", "is the URN of a schema of SCIM itself; choose one of your own");
        }
    }

    /** What Rollcall can't keep isn't declared. */
    private static void check(AttributeDefinition attribute, String at) {
        if (attribute.mutability() == Mutability.WRITE_ONLY || attribute.returned() == Returned.NEVER) {
            throw DefinitionReader.wrong(
                    at, "is writeOnly or returned never, but Rollcall brings every attribute to the apps");
        }
        if (attribute.returned() == Returned.ALWAYS) {
            throw DefinitionReader.wrong(at + ".returned", "must be default or request");
        }
        if (attribute.uniqueness() != Uniqueness.NONE) {
            throw DefinitionReader.wrong(at + ".uniqueness", "must be none; only userName is kept unique");
        }
        for (int i = 0; i < attribute.subAttributes().size(); i++) {
            AttributeDefinition sub = attribute.subAttributes().get(i);
            String place = at + ".subAttributes[" + i + "]";
            if (sub.returned() != Returned.DEFAULT) {
                throw DefinitionReader.wrong(place + ".returned", "must be default; say it of the whole attribute");
            }
            if (sub.multiValued()) {
                throw DefinitionReader.wrong(place + ".multiValued", "must be false (RFC 7643 §2.3.8)");
            }
            check(sub, place);
        }
    }
}
