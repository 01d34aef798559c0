package dev.rollcall.ingest.activity;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Sorts.descending;

import com.github.f4b6a3.uuid.UuidCreator;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.activity.projection.EntryDocuments;
import dev.rollcall.ingest.activity.projection.Summaries;
import dev.rollcall.schemas.topic.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The calls of a connection, newest first. Blocking. */
@Component
public final class RequestLog {

    /** Entries that one page looks at where no index narrows them down; the cursor then goes on behind them. */
    private static final int MAX_EXAMINED = 20_000;

    /** Behind all ids, which are hexadecimal. */
    private static final String END = "g";

    private final MongoCollection<Document> entries;
    private final Summaries summaries;

    RequestLog(MongoDatabase directoryDatabase, Summaries summaries) {
        this.entries = EntryDocuments.collection(directoryDatabase);
        this.summaries = summaries;
    }

    /**
     * Some calls, newest first.
     *
     * @param next the cursor of the page after this one; null on the last page
     * @param position the place in the log up to which all of it could be on a page; the live log goes on behind it
     */
    public record Page(
            List<RequestLogEntry> entries, @Nullable String next, long position) {}

    /** A page; it may be shorter than the limit, and even empty, and still have a next one. */
    public Page list(RequestQuery query) {
        // before the entries are read, so that none falls between them and the live log
        long position = summaries.of(query.connection()).offset();
        String key = query.isOfTroubles() ? EntryDocuments.TROUBLE : EntryDocuments.ID;
        String from = Keys.resource(query.connection(), since(query.since()));
        String to = Keys.resource(query.connection(), until(query));
        String examined = query.isSelective() ? boundary(key, from, to, query) : null;
        List<RequestLogEntry> found = new ArrayList<>();
        entries.find(and(conditions(key, examined == null ? from : examined, to, query)))
                .sort(descending(key))
                .limit(query.limit() + 1)
                .forEach(document -> found.add(EntryDocuments.entry(document)));
        if (found.size() > query.limit()) {
            List<RequestLogEntry> page = List.copyOf(found.subList(0, query.limit()));
            return new Page(page, page.getLast().getId(), position);
        }
        return new Page(List.copyOf(found), examined == null ? null : id(examined), position);
    }

    /** A call by the id of its entry; empty where there is none, or it is too long ago. */
    public Optional<RequestLogEntry> find(String connection, String id) {
        return Optional.ofNullable(entries.find(eq(EntryDocuments.ID, Keys.resource(connection, id)))
                        .first())
                .map(EntryDocuments::entry);
    }

    /** Calls by the ids of their entries; those that are too long ago are left out. */
    Map<String, RequestLogEntry> find(String connection, Collection<String> ids) {
        var found = new HashMap<String, RequestLogEntry>();
        entries.find(in(
                        EntryDocuments.ID,
                        ids.stream().map(id -> Keys.resource(connection, id)).toList()))
                .forEach(document -> {
                    RequestLogEntry entry = EntryDocuments.entry(document);
                    found.put(entry.getId(), entry);
                });
        return found;
    }

    /** The calls about some resources by which some requests came, where they are kept. */
    public List<RequestLogEntry> ofRequests(String connection, Collection<String> resources, Collection<String> txns) {
        var found = new ArrayList<RequestLogEntry>();
        entries.find(and(
                        in(EntryDocuments.RESOURCE, resources),
                        gt(EntryDocuments.ID, Keys.resource(connection, "")),
                        in("txn", txns)))
                .forEach(document -> found.add(EntryDocuments.entry(document)));
        return found;
    }

    /** The oldest entry that may be looked at; null when all may. */
    private @Nullable String boundary(String key, String from, String to, RequestQuery query) {
        var range = new ArrayList<>(List.of(gt(key, from), lt(key, to)));
        if (query.resource() != null) {
            range.add(eq(EntryDocuments.RESOURCE, query.resource()));
        }
        Document oldest = entries.find(and(range))
                .projection(Projections.include(key))
                .sort(descending(key))
                .skip(MAX_EXAMINED)
                .limit(1)
                .first();
        return oldest == null ? null : oldest.getString(key);
    }

    private static List<Bson> conditions(String key, String from, String to, RequestQuery query) {
        var all = new ArrayList<>(List.of(gt(key, from), lt(key, to)));
        if (query.resource() != null) {
            all.add(eq(EntryDocuments.RESOURCE, query.resource()));
        }
        if (query.method() != null) {
            all.add(eq("method", query.method()));
        }
        if (query.status() != null) {
            all.add(gte("status", query.status().first()));
            all.add(lte("status", query.status().last()));
        }
        if (!query.outcomes().isEmpty()) {
            all.add(in("outcome", query.outcomes().stream().map(Enum::name).toList()));
        }
        if (query.type() != null) {
            all.add(eq("resourceType", query.type().name()));
        }
        if (query.isWarned()) {
            all.add(exists("warnings"));
        }
        return all;
    }

    private static String since(@Nullable Instant since) {
        return since == null ? "" : UuidCreator.getTimeOrderedEpochMin(since).toString();
    }

    private static String until(RequestQuery query) {
        String until = query.until() == null
                ? END
                : UuidCreator.getTimeOrderedEpochMin(query.until()).toString();
        return query.before() != null && query.before().compareTo(until) < 0 ? query.before() : until;
    }

    private static String id(String key) {
        return key.substring(key.indexOf('/') + 1);
    }
}
