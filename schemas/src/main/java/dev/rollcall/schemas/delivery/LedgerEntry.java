package dev.rollcall.schemas.delivery;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.ResourceType;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * How far an app is with one resource; a document of {@link #COLLECTION}.
 *
 * @param remoteId the id that the app gave the resource; null where it isn't known or the app gives none
 * @param sequence of the newest change that is settled: taken by the app, or given up
 * @param outcome of that change
 * @param attempts that change needed
 * @param status the app's last HTTP status, or null when it was never asked
 * @param hash of the content that the app has, to leave out writes that change nothing
 * @param deleted whether the resource is gone here, so that its remote id is nobody's
 * @param at when it was settled
 * @param standing in the app's scope; null where it has none
 */
public record LedgerEntry(
        String app,
        ResourceType type,
        String connection,
        String resource,
        @Nullable String remoteId,
        long sequence,
        DeliveryOutcome outcome,
        int attempts,
        @Nullable Integer status,
        @Nullable String hash,
        boolean deleted,
        Instant at,
        @Nullable Standing standing) {

    public static final String COLLECTION = "ledger";
    public static final String APP = "app";
    public static final String TYPE = "type";
    public static final String REMOTE_ID = "remoteId";
    public static final String SEQUENCE = "sequence";
    public static final String OUTCOME = "outcome";
    public static final String HASH = "hash";
    public static final String DELETED = "deleted";

    /** An app that was never told of the resource. */
    public static LedgerEntry none(String app, ResourceType type, String connection, String resource) {
        return new LedgerEntry(
                app,
                type,
                connection,
                resource,
                null,
                0,
                DeliveryOutcome.UNKNOWN,
                0,
                null,
                null,
                false,
                Instant.EPOCH,
                null);
    }

    /** The document's id: {@code app/TYPE/connection/resource}. */
    public static String id(String app, ResourceType type, String connection, String resource) {
        return app + '/' + type + '/' + connection + '/' + resource;
    }

    public String id() {
        return id(app, type, connection, resource);
    }

    /** Whether the app holds a counterpart that this resource may change. */
    public boolean isLinked() {
        return remoteId != null && !deleted;
    }

    /** The same resource as the app has it now; nothing is said about a change. */
    public LedgerEntry linked(String remoteId, @Nullable String hash) {
        return new LedgerEntry(
                app,
                type,
                connection,
                resource,
                remoteId,
                sequence,
                outcome,
                attempts,
                status,
                hash,
                false,
                at,
                standing);
    }

    /** The same resource, whose content in the app is uncertain. */
    public LedgerEntry doubted() {
        return new LedgerEntry(
                app,
                type,
                connection,
                resource,
                remoteId,
                sequence,
                outcome,
                attempts,
                status,
                null,
                deleted,
                at,
                standing);
    }

    /** The same resource, gone. */
    public LedgerEntry gone() {
        return deleted(true, null);
    }

    /** The same resource, which isn't gone, or no longer. */
    public LedgerEntry there() {
        return deleted(false, hash);
    }

    private LedgerEntry deleted(boolean deleted, @Nullable String hash) {
        return new LedgerEntry(
                app,
                type,
                connection,
                resource,
                remoteId,
                sequence,
                outcome,
                attempts,
                status,
                hash,
                deleted,
                at,
                standing);
    }

    /** The same resource, with a change settled. */
    public LedgerEntry settled(
            long sequence, DeliveryOutcome outcome, int attempts, @Nullable Integer status, Instant at) {
        return new LedgerEntry(
                app,
                type,
                connection,
                resource,
                remoteId,
                sequence,
                outcome,
                attempts,
                status,
                hash,
                deleted,
                at,
                standing);
    }

    /** The same resource, where the app's scope has it so; null where the app has no scope. */
    public LedgerEntry standing(@Nullable Standing standing) {
        return new LedgerEntry(
                app,
                type,
                connection,
                resource,
                remoteId,
                sequence,
                outcome,
                attempts,
                status,
                hash,
                deleted,
                at,
                standing);
    }

    public Document toDocument() {
        return new Document("_id", id())
                .append(APP, app)
                .append(TYPE, type.name())
                .append("connection", connection)
                .append("resource", resource)
                .append(REMOTE_ID, remoteId)
                .append(SEQUENCE, sequence)
                .append(OUTCOME, outcome.name())
                .append("attempts", attempts)
                .append("status", status)
                .append(HASH, hash)
                .append(DELETED, deleted)
                .append("at", Date.from(at))
                .append("in", standing == null ? null : standing.isIn())
                .append("turns", standing == null ? null : standing.turns());
    }

    public static LedgerEntry from(Document document) {
        return new LedgerEntry(
                document.getString(APP),
                ResourceType.valueOf(document.getString(TYPE)),
                document.getString("connection"),
                document.getString("resource"),
                document.getString(REMOTE_ID),
                document.get(SEQUENCE, Number.class).longValue(),
                DeliveryOutcome.valueOf(document.getString(OUTCOME)),
                document.getInteger("attempts", 0),
                document.getInteger("status"),
                document.getString(HASH),
                document.getBoolean(DELETED, false),
                Optional.ofNullable(document.getDate("at")).map(Date::toInstant).orElse(Instant.EPOCH),
                standing(document));
    }

    private static @Nullable Standing standing(Document document) {
        Boolean isIn = document.getBoolean("in");
        return isIn == null
                ? null
                : new Standing(
                        isIn,
                        document.getList("turns", Number.class).stream()
                                .map(Number::longValue)
                                .toList());
    }
}
