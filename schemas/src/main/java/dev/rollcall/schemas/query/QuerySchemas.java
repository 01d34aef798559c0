package dev.rollcall.schemas.query;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.scim.AttributeDefinition;
import dev.rollcall.schemas.scim.AttributeDefinition.Uniqueness;
import dev.rollcall.schemas.scim.ExtensionSchema;
import dev.rollcall.schemas.scim.ExtensionSchemas;
import dev.rollcall.schemas.scim.SchemaDefinition;
import dev.rollcall.schemas.scim.ScimCodec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The query schemas of users and groups, from the definitions that values are judged by. */
public final class QuerySchemas {

    /** How administrators, and PingFederate by itself, name the e-mail address in a filter. */
    private static final Map<String, String> USER_ALIASES = Map.of("email", "emails");

    private static final QuerySchema USERS = schema(ScimCodec.USER, USER_ALIASES);
    private static final QuerySchema GROUPS = schema(ScimCodec.GROUP, Map.of());

    private QuerySchemas() {}

    /** What resources of a type have in every connection. */
    public static QuerySchema of(ResourceType type) {
        return switch (type) {
            case USER -> USERS;
            case GROUP -> GROUPS;
            case UNKNOWN -> throw new IllegalArgumentException("There is no schema of an unknown type.");
        };
    }

    /**
     * What resources of a type have in a connection.
     *
     * @param declared what the connection declares for this type
     */
    public static QuerySchema of(ResourceType type, ExtensionSchemas declared) {
        return of(type).with(extensions(declared.stream().map(ExtensionSchema::schema)));
    }

    private static QuerySchema schema(ScimCodec<?> codec, Map<String, String> aliases) {
        return new QuerySchema(
                codec.urn(), attributes(codec.attributes()), extensions(codec.extensions().stream()), aliases);
    }

    private static List<QueryAttribute> extensions(Stream<SchemaDefinition> schemas) {
        return schemas.map(schema -> QueryAttribute.complex(schema.id(), attributes(schema.attributes())))
                .toList();
    }

    private static List<QueryAttribute> attributes(List<AttributeDefinition> definitions) {
        return definitions.stream().map(QuerySchemas::attribute).toList();
    }

    private static QueryAttribute attribute(AttributeDefinition definition) {
        String name = definition.name();
        return switch (definition.type()) {
            case STRING -> QueryAttribute.of(name, QueryAttribute.Type.STRING, collation(definition));
            case BOOLEAN -> QueryAttribute.of(name, QueryAttribute.Type.BOOLEAN, Collation.EXACT);
            case DECIMAL, INTEGER -> QueryAttribute.of(name, QueryAttribute.Type.NUMBER, Collation.EXACT);
            case DATE_TIME -> QueryAttribute.of(name, QueryAttribute.Type.DATE_TIME, Collation.EXACT);
            // these two are case exact whatever is declared (RFC 7643 §2.3.6, §2.3.7)
            case REFERENCE -> QueryAttribute.of(name, QueryAttribute.Type.REFERENCE, Collation.EXACT);
            case BINARY -> QueryAttribute.of(name, QueryAttribute.Type.BINARY, Collation.EXACT);
            case COMPLEX -> QueryAttribute.complex(name, attributes(definition.subAttributes()));
        };
    }

    private static Collation collation(AttributeDefinition definition) {
        // nothing but the name to sign in with is unique
        return definition.uniqueness() == Uniqueness.SERVER
                ? Collation.USER_NAME
                : definition.caseExact() ? Collation.EXACT : Collation.FOLDED;
    }
}
