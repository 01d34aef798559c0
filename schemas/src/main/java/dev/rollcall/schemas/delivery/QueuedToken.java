package dev.rollcall.schemas.delivery;

import dev.rollcall.event.ResourceType;
import org.bson.Document;

/**
 * A token that waits for its recipient to fetch it (RFC 8936); a document of {@link EventQueue} with its jti as its id.
 *
 * @param part of its change's tokens, from 0
 * @param partition of the change's record on its topic
 * @param offset of that record
 */
public record QueuedToken(
        EventToken token,
        String app,
        String connection,
        long sequence,
        int part,
        ResourceType type,
        String resource,
        int partition,
        long offset) {

    static final String APP = "app";
    static final String WAITS = "waits";
    static final String CONNECTION = "connection";
    static final String SEQUENCE = "sequence";
    static final String PART = "part";
    static final String TYPE = "type";
    static final String RESOURCE = "resource";
    static final String CLAIMS = "claims";
    static final String SETTLED = "settled";

    Document toDocument() {
        return new Document(APP, app)
                .append(WAITS, true)
                .append(CONNECTION, connection)
                .append(SEQUENCE, sequence)
                .append(PART, part)
                .append(TYPE, type.name())
                .append(RESOURCE, resource)
                .append("partition", partition)
                .append("offset", offset)
                .append(CLAIMS, token.claims());
    }

    static QueuedToken from(Document document) {
        return new QueuedToken(
                new EventToken(document.getString("_id"), document.getString(CLAIMS)),
                document.getString(APP),
                document.getString(CONNECTION),
                document.get(SEQUENCE, Number.class).longValue(),
                document.getInteger(PART, 0),
                ResourceType.valueOf(document.getString(TYPE)),
                document.getString(RESOURCE),
                document.getInteger("partition", 0),
                document.get("offset", Number.class).longValue());
    }
}
