package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The unique index on `_id`, which is nothing but the sorted documents themselves. */
final class IdIndex extends Index<Key> {

    static final String FIELD = "_id";

    private final Documents documents;

    IdIndex(String name, Documents documents) {
        super(name, List.of(new IndexKey(FIELD, true)), false);
        this.documents = documents;
    }

    @Override
    public @Nullable Key getPosition(Document document) {
        Key key = Key.of(document.get(FIELD));
        return documents.contains(key) ? key : null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Key> collection) {
        if (getPosition(document) != null) {
            throw new DuplicateKeyError(this, collection, getKeys(), new KeyValue(document.get(FIELD)));
        }
    }

    @Override
    public void add(Document document, Key position, MongoCollection<Key> collection) {
        // storing the document has done it
    }

    @Override
    public @Nullable Key remove(Document document) {
        return getPosition(document);
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Key> getPositions(Document query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getCount() {
        return documents.count();
    }

    /** Never in need of being built. */
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public long getDataSize() {
        return 0;
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Key> collection) {
        // an id never changes
    }

    @Override
    public void updateInPlace(Document before, Document after, Key position, MongoCollection<Key> collection) {
        // an id never changes
    }

    @Override
    public boolean isUnique() {
        return true;
    }

    @Override
    public void drop() {
        // goes with the documents
    }
}
