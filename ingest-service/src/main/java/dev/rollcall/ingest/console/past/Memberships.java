package dev.rollcall.ingest.console.past;

import dev.rollcall.event.GroupReference;
import dev.rollcall.ingest.console.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Who is or was in which groups, for links; pure. */
public final class Memberships {

    private Memberships() {}

    /** A group that somebody is or was in. */
    public record Line(String name, String href) {}

    public static List<Line> groups(List<GroupReference> groups, String connection) {
        return groups.stream()
                .map(group -> line(group.getValue(), group.getDisplay(), connection))
                .toList();
    }

    /** Those of a user, as SCIM has them. */
    static List<Line> groups(ObjectNode user, String connection) {
        return user.path("groups")
                .valueStream()
                .map(group -> line(
                        group.path("value").asString(""), group.path("display").asString(""), connection))
                .toList();
    }

    /** The ids in a multi-valued attribute. */
    static List<String> ids(ObjectNode resource, String attribute) {
        return resource.path(attribute)
                .valueStream()
                .map(one -> one.path("value").asString(""))
                .toList();
    }

    private static Line line(String id, @Nullable String display, String connection) {
        return new Line(display == null || display.isEmpty() ? id : display, Kind.GROUP.path(connection, id));
    }
}
