package dev.rollcall.schemas.query;

import static dev.rollcall.schemas.query.QueryAttribute.Type.BINARY;
import static dev.rollcall.schemas.query.QueryAttribute.Type.BOOLEAN;
import static dev.rollcall.schemas.query.QueryAttribute.Type.DATE_TIME;
import static dev.rollcall.schemas.query.QueryAttribute.Type.REFERENCE;
import static dev.rollcall.schemas.query.QueryAttribute.Type.STRING;

import dev.rollcall.event.Group;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.User;
import dev.rollcall.schemas.scim.ScimCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The query schemas of users and groups: what their Avro schemas define, and what a server adds to it. */
public final class QuerySchemas {

    /** How administrators, and PingFederate by itself, name the e-mail address in a filter. */
    private static final Map<String, String> USER_ALIASES = Map.of("email", "emails");

    private static final QuerySchema USERS =
            schema(ScimCodec.USER_URN, User.getClassSchema(), reference("groups"), USER_ALIASES);
    private static final QuerySchema GROUPS =
            schema(ScimCodec.GROUP_URN, Group.getClassSchema(), reference("members"), Map.of());

    private QuerySchemas() {}

    public static QuerySchema of(ResourceType type) {
        return switch (type) {
            case USER -> USERS;
            case GROUP -> GROUPS;
            case UNKNOWN -> throw new IllegalArgumentException("There is no schema of an unknown type.");
        };
    }

    private static QuerySchema schema(
            String urn, Schema avro, QueryAttribute memberships, Map<String, String> aliases) {
        var attributes = new ArrayList<QueryAttribute>(List.of(
                // URNs are compared without case (RFC 7643 §2.1)
                QueryAttribute.of("schemas", REFERENCE, Collation.FOLDED),
                QueryAttribute.of("id", STRING, Collation.EXACT),
                QueryAttribute.complex(
                        "meta",
                        List.of(
                                QueryAttribute.of("resourceType", STRING, Collation.EXACT),
                                QueryAttribute.of("created", DATE_TIME, Collation.EXACT),
                                QueryAttribute.of("lastModified", DATE_TIME, Collation.EXACT),
                                QueryAttribute.of("location", REFERENCE, Collation.EXACT),
                                QueryAttribute.of("version", STRING, Collation.EXACT))),
                memberships));
        var extensions = new ArrayList<QueryAttribute>();
        for (QueryAttribute attribute : attributes(avro)) {
            (attribute.name().startsWith("urn:") ? extensions : attributes).add(attribute);
        }
        return new QuerySchema(urn, List.copyOf(attributes), List.copyOf(extensions), aliases, true);
    }

    private static QueryAttribute reference(String name) {
        return QueryAttribute.complex(
                name,
                List.of(
                        QueryAttribute.of("value", STRING, Collation.EXACT),
                        QueryAttribute.of("$ref", REFERENCE, Collation.EXACT),
                        QueryAttribute.of("display", STRING, Collation.FOLDED),
                        QueryAttribute.of("type", STRING, Collation.FOLDED)));
    }

    private static List<QueryAttribute> attributes(Schema record) {
        return record.getFields().stream()
                .filter(field -> plain(field.schema()).getType() != Schema.Type.MAP && !isPresence(field))
                .map(QuerySchemas::attribute)
                .toList();
    }

    /** A field that tells whether another one is assigned; it is no attribute. */
    private static boolean isPresence(Schema.Field field) {
        return field.getObjectProp("scim") instanceof Map<?, ?> scim && scim.containsKey("presenceOf");
    }

    private static QueryAttribute attribute(Schema.Field field) {
        Map<?, ?> scim = field.getObjectProp("scim") instanceof Map<?, ?> properties ? properties : Map.of();
        String name = scim.get("name") instanceof String spelled ? spelled : field.name();
        boolean exact = Boolean.TRUE.equals(scim.get("caseExact"));
        Schema type = plain(field.schema());
        return switch (type.getType()) {
            case RECORD -> QueryAttribute.complex(name, attributes(type));
            case ARRAY -> multiValued(name, scim.get("subAttributes"), attributes(type.getElementType()));
            case BOOLEAN -> QueryAttribute.of(name, BOOLEAN, Collation.EXACT);
            case STRING ->
                QueryAttribute.of(
                        name,
                        "reference".equals(scim.get("type")) ? REFERENCE : STRING,
                        name.equals("userName") ? Collation.USER_NAME : exact ? Collation.EXACT : Collation.FOLDED);
            default -> throw new IllegalArgumentException("No SCIM type for " + field.name() + ": " + type);
        };
    }

    /** All multi-valued attributes share a record; what differs in one of them is told beside it. */
    private static QueryAttribute multiValued(
            String name, @Nullable Object differing, List<QueryAttribute> subAttributes) {
        Map<?, ?> others = differing instanceof Map<?, ?> told ? told : Map.of();
        return QueryAttribute.complex(
                name,
                subAttributes.stream()
                        .map(sub -> others.get(sub.name()) instanceof Map<?, ?> scim ? differing(sub, scim) : sub)
                        .toList());
    }

    private static QueryAttribute differing(QueryAttribute sub, Map<?, ?> scim) {
        QueryAttribute.Type type = switch (String.valueOf(scim.get("type"))) {
            case "binary" -> BINARY;
            case "reference" -> REFERENCE;
            default -> sub.type();
        };
        return QueryAttribute.of(
                sub.name(), type, Boolean.TRUE.equals(scim.get("caseExact")) ? Collation.EXACT : sub.collation());
    }

    private static Schema plain(Schema schema) {
        return schema.isUnion() ? schema.getTypes().getLast() : schema;
    }
}
