package dev.rollcall.schemas.rebuild;

import org.bson.Document;

/**
 * A resource of which the directory differs from the log.
 *
 * @param type users, groups or memberships
 * @param key on its topic
 * @param kind missing, extra, older or altered
 */
public record Difference(String type, String key, String kind) {

    Document toDocument() {
        return new Document("type", type).append("key", key).append("kind", kind);
    }

    static Difference from(Document document) {
        return new Difference(document.getString("type"), document.getString("key"), document.getString("kind"));
    }
}
