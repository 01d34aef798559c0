package dev.rollcall.ingest.history;

import com.mongodb.client.MongoDatabase;
import dev.rollcall.ingest.history.projection.PositionDocuments;
import dev.rollcall.ingest.topic.Checkpoints;
import dev.rollcall.ingest.topic.RecordReader;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Sees to it that nothing is told of the past before all that has happened so far is known. Blocking. */
@Component
final class HistoryProgress {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(30);
    private static final int MARKS = 2;
    private static final String RETRY_SECONDS = "10";

    private final RecordReader reader;
    private final Checkpoints checkpoints;

    HistoryProgress(RecordReader reader, MongoDatabase directoryDatabase) {
        this.reader = reader;
        this.checkpoints = new Checkpoints(directoryDatabase, PositionDocuments.CHECKPOINTS);
    }

    /**
     * Returns when the places of all changes of the connection that can be read by now are known.
     *
     * @throws ResponseStatusException 503 when that takes too long, as it does while all are gathered anew
     */
    void await(String connection) {
        RecordReader.Extent extent = reader.extent(Topics.CHANGES, connection);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long seen = -1;
        while (true) {
            long next = checkpoints.next(extent.partition());
            if (next >= extent.end() || extent.end() <= extent.first()) {
                return;
            }
            // behind it may be nothing but marks of transactions
            if ((next == seen || extent.end() - next <= MARKS) && !reader.isAnyFrom(Topics.CHANGES, extent, next)) {
                return;
            }
            seen = next;
            if (System.nanoTime() > deadline) {
                throw behind(extent, next);
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static ResponseStatusException behind(RecordReader.Extent extent, long next) {
        long done = Math.max(0, next - extent.first());
        var busy = new ResponseStatusException(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The history is being gathered from the log, " + 100 * done / (extent.end() - extent.first())
                        + " % so far. Ask again later.");
        busy.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        return busy;
    }
}
