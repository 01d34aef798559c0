package dev.rollcall.ingest.topic;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** Those of them that something is projected of. */
    Set<TopicPartition> known(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return Set.of();
        }
        var byId = new HashMap<String, TopicPartition>();
        partitions.forEach(partition -> byId.put(partition.toString(), partition));
        return documents.find(in(ID, byId.keySet())).projection(include(ID)).into(new ArrayList<>()).stream()
                .map(found -> byId.get(found.getString(ID)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @param next the first offset of each partition that isn't projected */
    void advance(Map<TopicPartition, Long> next) {
        var writes = new ArrayList<ReplaceOneModel<Document>>();
        next.forEach((partition, offset) -> writes.add(new ReplaceOneModel<>(
                eq(ID, partition.toString()),
                new Document(ID, partition.toString()).append(NEXT, offset),
                new ReplaceOptions().upsert(true))));
        if (!writes.isEmpty()) {
            documents.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }
    }

    /** Lets all topics be projected anew. */
    public void forget() {
        documents.deleteMany(new Document());
    }
}
