package dev.rollcall.ingest.topic;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * How far topics are projected, kept beside what is projected of them: when that is lost, so is this, and it is read anew
 * from the beginning. Blocking.
 */
@Component
public final class Positions {

    private static final String COLLECTION = "projections";
    private static final String ID = "_id";
    private static final String NEXT = "next";

    private final MongoCollection<Document> documents;

    Positions(MongoDatabase directoryDatabase) {
        this.documents = directoryDatabase.getCollection(COLLECTION);
    }

    boolean knows(TopicPartition partition) {
        return documents.find(eq(ID, partition.toString())).first() != null;
    }

    void advance(TopicPartition partition, long next) {
        documents.replaceOne(
                eq(ID, partition.toString()),
                new Document(ID, partition.toString()).append(NEXT, next),
                new ReplaceOptions().upsert(true));
    }

    /** Lets all topics be projected anew. */
    public void forget() {
        documents.deleteMany(new Document());
    }
}
