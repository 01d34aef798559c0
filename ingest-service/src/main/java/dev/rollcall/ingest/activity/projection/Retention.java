package dev.rollcall.ingest.activity.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;

import com.github.f4b6a3.uuid.UuidCreator;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import dev.rollcall.ingest.activity.capture.RequestLogProperties;
import dev.rollcall.ingest.upkeep.Upkeep;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Keys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.scheduler.Scheduler;

/**
 * Deletes what is older than the log is kept, and the log of connections that are gone. It goes by {@code _id}, which
 * tells the time: that needs no index, works on engines without TTL, and a changed setting holds at once. All instances
 * do it; there is little to do twice.
 */
@Component
final class Retention extends Upkeep {

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofHours(1);

    private final MongoCollection<Document> entries;
    private final Summaries summaries;
    private final Settings settings;
    private final Duration kept;
    private final Clock clock;

    Retention(
            MongoDatabase directoryDatabase,
            Summaries summaries,
            Settings settings,
            RequestLogProperties properties,
            Clock clock,
            Scheduler blocking) {
        super(FIRST, EVERY, blocking);
        this.entries = EntryDocuments.collection(directoryDatabase);
        this.summaries = summaries;
        this.settings = settings;
        this.kept = properties.retention();
        this.clock = clock;
        settings.onChange((_, setting) -> {
            // while settings are read for the first time, connections that are there aren't known yet
            if (setting == null && isRunning()) {
                workSoon();
            }
        });
    }

    /** Goes from connection to connection; returns how many entries were deleted. Blocking. */
    long sweep() {
        Instant oldest = clock.instant().minus(kept);
        long deleted = 0;
        String connection = next("");
        while (connection != null) {
            if (settings.connection(connection).isPresent()) {
                deleted += delete(
                        connection, UuidCreator.getTimeOrderedEpochMin(oldest).toString());
            } else {
                deleted += delete(connection, null);
                summaries.delete(connection);
            }
            connection = next(after(connection));
        }
        return deleted;
    }

    /** The first connection with an entry at this {@code _id} or behind it. */
    private @Nullable String next(String id) {
        Document first = entries.find(gte(EntryDocuments.ID, id))
                .projection(Projections.include(EntryDocuments.ID))
                .sort(Sorts.ascending(EntryDocuments.ID))
                .limit(1)
                .first();
        return first == null ? null : Keys.connectionOf(first.getString(EntryDocuments.ID));
    }

    private long delete(String connection, @Nullable String before) {
        String end = before == null ? after(connection) : Keys.resource(connection, before);
        return entries.deleteMany(and(gt(EntryDocuments.ID, Keys.resource(connection, "")), lt(EntryDocuments.ID, end)))
                .getDeletedCount();
    }

    /** Behind all entries of a connection: the character after the slash. */
    private static String after(String connection) {
        return connection + '0';
    }

    @Override
    protected void work() {
        sweep();
    }
}
