package dev.rollcall.schemas.rebuild;

import org.bson.Document;

/**
 * What the log says of one connection's resources of a type, and what the directory holds of it, as of one point of the log.
 *
 * @param type users, groups or memberships
 * @param logged how many the log has
 * @param logHash of their content: the sum of all their SHA-256, in which no order matters
 * @param held how many of them the directory has
 * @param heldHash of their content
 * @param moved how many were written since that point, and were compared with what the log says since
 */
public record Tally(
        String connection, String type, long logged, String logHash, long held, String heldHash, long moved) {

    public boolean isEqual() {
        return logged == held && logHash.equals(heldHash);
    }

    Document toDocument() {
        return new Document("connection", connection)
                .append("type", type)
                .append("logged", logged)
                .append("logHash", logHash)
                .append("held", held)
                .append("heldHash", heldHash)
                .append("moved", moved);
    }

    static Tally from(Document document) {
        return new Tally(
                document.getString("connection"),
                document.getString("type"),
                document.get("logged", Number.class).longValue(),
                document.getString("logHash"),
                document.get("held", Number.class).longValue(),
                document.getString("heldHash"),
                document.get("moved", Number.class).longValue());
    }
}
