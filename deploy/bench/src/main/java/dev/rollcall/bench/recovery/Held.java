package dev.rollcall.bench.recovery;

import static com.mongodb.client.model.Filters.exists;

import com.mongodb.client.MongoCollection;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * How much a generation of the directory holds.
 *
 * @param users without those that are gone, as all of these
 */
record Held(long users, long groups, long memberships) {

    static Held of(DirectoryCollections directory) {
        return new Held(count(directory.users()), count(directory.groups()), count(directory.memberships()));
    }

    /** Of which what is gone has none. */
    static final Bson THERE = exists(DirectoryDocuments.CONNECTION);

    long documents() {
        return users + groups + memberships;
    }

    private static long count(MongoCollection<Document> collection) {
        return collection.countDocuments(THERE);
    }
}
