package dev.rollcall.ingest.erasure;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.ingest.activity.projection.EntryDocuments;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/** What the request log has of a person: that there were calls stays, what they said goes. Blocking. */
@Component
final class CallTexts {

    private final MongoCollection<Document> entries;

    CallTexts(MongoDatabase directoryDatabase) {
        this.entries = EntryDocuments.collection(directoryDatabase);
    }

    void empty(String connection, String user, Bson withoutTexts, Purged purged) {
        Bson about = and(
                eq(EntryDocuments.RESOURCE, user),
                gt(EntryDocuments.ID, Keys.resource(connection, "")),
                lt(EntryDocuments.ID, connection + '0'));
        Optional.ofNullable(entries.find(about)
                        .sort(new Document(EntryDocuments.ID, -1))
                        .limit(1)
                        .first())
                .map(entry -> entry.getDate("time"))
                .map(Date::toInstant)
                .ifPresent(time -> {
                    purged.newest(Topics.REQUEST_LOG, time);
                    // also calls that were refused, and so changed nothing, have their body there
                    purged.newest(Topics.REQUESTS, time);
                    purged.newest(Topics.RESULTS, time);
                });
        purged.gone(
                "request_log",
                entries.updateMany(and(about, or(exists("body"), exists("query"), exists("detail"))), withoutTexts)
                        .getModifiedCount());
    }
}
