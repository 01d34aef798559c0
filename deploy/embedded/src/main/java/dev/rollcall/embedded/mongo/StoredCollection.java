package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryParameters;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexBuildFailedException;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A collection over {@link Documents}: many readers or one writer at a time, filters served by the best index. */
final class StoredCollection extends AbstractMongoCollection<Key> {

    private static final Document EVERYTHING = new Document();

    private final Documents documents;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /** While a database opens, its indexes wait to be built together. */
    private boolean opening;

    /** Documents without an id keep the order in which they came, also over a restart. */
    private final AtomicLong nextWithoutId = new AtomicLong(System.currentTimeMillis() << 20);

    /** Set under the write lock while an update wants one document only. */
    private boolean firstMatchOnly;

    StoredCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            CursorRegistry cursors,
            Documents documents,
            boolean opening) {
        super(database, name, options, cursors);
        this.documents = documents;
        this.opening = opening;
    }

    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document sort,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document projection) {
        SortOrder order = SortOrder.of(sort);
        Access access = access(query, order);
        Stream<Key> positions = access.positions();
        boolean ordered = access.ordered();
        if (!ordered && order.byId()) {
            positions = positions.sorted(order.ofIds());
            ordered = true;
        }
        boolean skipPositions = access.covered() && ordered;
        if (skipPositions) {
            positions = positions.skip(skip);
        }
        Set<String> fields = access.covered() && (ordered || order.isAny()) ? WantedFields.of(projection) : Set.of();
        Stream<Document> found = positions
                .map(key -> fields.isEmpty() ? documents.get(key) : documents.get(key, fields))
                .filter(Objects::nonNull);
        return matchDocumentsFromStream(
                found,
                access.covered() ? EVERYTHING : query,
                ordered ? null : sort,
                skipPositions ? 0 : skip,
                firstMatchOnly ? 1 : limit,
                batchSize,
                projection);
    }

    private Access access(@Nullable Document query, SortOrder order) {
        return Access.to(query, documents, getIndexes(), order);
    }

    @Override
    protected QueryResult matchDocuments(
            Document query,
            @Nullable Document sort,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document projection) {
        return queryDocuments(query, sort, skip, limit, batchSize, projection);
    }

    @Override
    public int count(@Nullable Document query, int skip, int limit) {
        return reading(() -> {
            Access access = access(query, SortOrder.any());
            if (query == null || query.isEmpty() || !access.covered()) {
                return super.count(query, skip, limit);
            }
            Stream<Key> matches = access.positions().skip(skip);
            return (int) (limit > 0 ? matches.limit(limit) : matches).count();
        });
    }

    @Override
    public Stream<Document> queryAllAsStream() {
        return handleQueryAsStream(LeadingMatch.of(getFullName()));
    }

    /** Builds all indexes of an opened collection with one look at each document. */
    void buildIndexes() {
        opening = false;
        List<FieldIndex> indexes = getIndexes().stream()
                .filter(FieldIndex.class::isInstance)
                .map(FieldIndex.class::cast)
                .toList();
        FieldIndex.build(indexes, documents, FieldIndex::add);
    }

    @Override
    public void addIndex(Index<Key> index) {
        writing(() -> {
            boolean known =
                    getIndexes().stream().anyMatch(other -> other.getName().equals(index.getName()));
            if (!opening && !known && index instanceof FieldIndex fresh) {
                try {
                    FieldIndex.build(List.of(fresh), documents, (empty, document, position) -> {
                        empty.checkAdd(document, this);
                        empty.add(document, position);
                    });
                } catch (MongoServerError e) {
                    throw new IndexBuildFailedException(e, this);
                }
            }
            super.addIndex(index);
            return index;
        });
    }

    @Override
    protected Key addDocumentInternal(Document document) {
        String idField = getIdField();
        Key key = Key.of(
                idField == null ? nextWithoutId.getAndIncrement() : Utils.getSubdocumentValue(document, idField));
        documents.put(key, document);
        return key;
    }

    @Override
    protected void handleUpdate(Key position, Document before, Document after) {
        documents.put(position, after);
    }

    @Override
    protected void removeDocument(Key position) {
        if (!documents.remove(position)) {
            throw new NoSuchElementException(position.toString());
        }
    }

    @Override
    protected @Nullable Document getDocument(Key position) {
        return documents.get(position);
    }

    @Override
    protected Stream<DocumentWithPosition<Key>> streamAllDocumentsWithPosition() {
        return documents
                .keys(KeyRange.ALL, false)
                .map(key -> new DocumentWithPosition<>(Objects.requireNonNull(documents.get(key)), key));
    }

    @Override
    public int count() {
        return documents.count();
    }

    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int delta) {
        // not tracked
    }

    @Override
    protected int getDataSize() {
        return 0;
    }

    @Override
    public QueryResult handleQuery(QueryParameters query) {
        return reading(() -> super.handleQuery(query));
    }

    @Override
    public Document handleDistinct(Document query) {
        return reading(() -> super.handleDistinct(query));
    }

    @Override
    public Document findAndModify(Document query) {
        return writing(() -> super.findAndModify(query));
    }

    @Override
    public List<Document> insertDocuments(List<Document> inserted, boolean ordered) {
        return writing(() -> super.insertDocuments(inserted, ordered));
    }

    @Override
    public int deleteDocuments(Document selector, int limit, Oplog oplog) {
        return writing(() -> super.deleteDocuments(selector, limit, oplog));
    }

    @Override
    public Document updateDocuments(
            Document selector, Document update, ArrayFilters filters, boolean multi, boolean upsert, Oplog oplog) {
        return writing(() -> {
            Optional<Document> reply = SetById.of(selector, update, filters)
                    .filter(_ -> IdIndex.FIELD.equals(getIdField()))
                    .flatMap(set -> set.run(documents, upsert, this::addDocument, this::replace));
            if (reply.isPresent()) {
                return reply.get();
            }
            firstMatchOnly = !multi;
            try {
                return super.updateDocuments(selector, update, filters, multi, upsert, oplog);
            } finally {
                firstMatchOnly = false;
            }
        });
    }

    private void replace(Key position, Document before, Document after) {
        getIndexes().forEach(index -> index.checkUpdate(before, after, this));
        getIndexes().forEach(index -> index.updateInPlace(before, after, position, this));
        documents.put(position, after);
    }

    @Override
    public void addDocument(Document document) {
        writing(() -> {
            super.addDocument(document);
            return document;
        });
    }

    @Override
    public void removeDocument(Document document) {
        writing(() -> {
            super.removeDocument(document);
            return document;
        });
    }

    @Override
    public void dropIndex(String name) {
        writing(() -> {
            super.dropIndex(name);
            return name;
        });
    }

    private <T> T reading(Supplier<T> work) {
        return with(lock.readLock(), work);
    }

    private <T> T writing(Supplier<T> work) {
        return with(lock.writeLock(), work);
    }

    private static <T> T with(Lock held, Supplier<T> work) {
        held.lock();
        try {
            return work.get();
        } finally {
            held.unlock();
        }
    }
}
