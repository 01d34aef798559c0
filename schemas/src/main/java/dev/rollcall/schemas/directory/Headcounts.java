package dev.rollcall.schemas.directory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;

import dev.rollcall.event.Headcount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;

/** The headcounts as the directory has them; whoever asks can't rely on the last moments. Blocking. */
public final class Headcounts {

    private static final String HOLD = DirectoryDocuments.STATE + ".hold";
    private static final String ACTIVE = DirectoryDocuments.STATE + ".attributes.active";

    private final DirectoryCollections collections;

    public Headcounts(DirectoryCollections collections) {
        this.collections = collections;
    }

    /** The document of a headcount. */
    public static Document document(Headcount headcount) {
        return new Document(DirectoryDocuments.ID, headcount.getConnection())
                .append(DirectoryDocuments.SEQUENCE, headcount.getSequence())
                .append(DirectoryDocuments.STATE, AvroDocuments.toDocument(headcount));
    }

    /** By connection; one that was never counted is absent. */
    public Map<String, Headcount> of(Collection<String> connections) {
        var found = new HashMap<String, Headcount>();
        collections
                .headcounts()
                .find(in(DirectoryDocuments.ID, connections))
                .forEach(document -> found.put(document.getString(DirectoryDocuments.ID), headcount(document)));
        return found;
    }

    /** Those with a hold, about which an operator may have decided since. */
    public List<Headcount> held() {
        return collections
                .headcounts()
                .find(exists(HOLD))
                .map(Headcounts::headcount)
                .into(new ArrayList<>());
    }

    /** Counts the active users of a connection one by one, which takes its time. */
    public long activeUsers(String connection) {
        return collections
                .users()
                .countDocuments(and(eq(DirectoryDocuments.CONNECTION, connection), ne(ACTIVE, false)));
    }

    private static Headcount headcount(Document document) {
        return AvroDocuments.fromDocument(
                Headcount.class, Objects.requireNonNull(document.get(DirectoryDocuments.STATE, Document.class)));
    }
}
