package dev.rollcall.schemas.directory;

import static com.mongodb.client.model.Projections.include;

import dev.rollcall.event.Group;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.User;
import dev.rollcall.schemas.scim.SchemaDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.bson.conversions.Bson;

/** Reads no more of a document than makes a record that has some of its attributes. */
public final class StateProjection {

    private static final List<String> OF_EVERY_STATE =
            List.of("connection", "id", "version", "sequence", "created", "lastModified");

    private StateProjection() {}

    /** @param attributes names of top-level attributes, URNs of extensions among them */
    public static Bson of(ResourceType type, Set<String> attributes) {
        var fields = new ArrayList<String>();
        fields.add(DirectoryDocuments.CONNECTION);
        OF_EVERY_STATE.forEach(field -> fields.add(DirectoryDocuments.STATE + "." + field));
        Schema schema = type == ResourceType.USER ? User.getClassSchema() : Group.getClassSchema();
        schema.getFields().stream()
                .filter(field -> isRequired(field) || isWanted(field, attributes))
                .forEach(field -> fields.add(DirectoryDocuments.STATE + ".attributes." + field.name()));
        return include(fields);
    }

    private static boolean isRequired(Schema.Field field) {
        return switch (field.schema().getType()) {
            case STRING, BOOLEAN, LONG -> true;
            default -> false;
        };
    }

    /** All extensions tell which schemas a resource has. */
    private static boolean isWanted(Schema.Field field, Set<String> attributes) {
        boolean extension = field.schema().getType() == Schema.Type.MAP
                || (field.getObjectProp("scim") instanceof Map<?, ?> scim && scim.get("name") instanceof String);
        return attributes.contains(field.name())
                || (extension
                        && attributes.stream()
                                .anyMatch(name -> name.equals("schemas") || SchemaDefinition.isUrn(name)));
    }
}
