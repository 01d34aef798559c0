package dev.rollcall.ingest.history;

import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.history.projection.PositionDocuments;
import dev.rollcall.ingest.topic.RecordReader;
import dev.rollcall.schemas.decide.EventUris;
import java.time.Instant;
import java.util.List;
import org.bson.Document;

/**
 * Where a change is on its topic.
 *
 * @param isDeletion whether the resource isn't there any more since
 * @param subjects as {@link PositionDocuments#SUBJECTS}
 */
record Position(
        long sequence,
        Instant time,
        ResourceType type,
        String resource,
        boolean isDeletion,
        List<String> subjects,
        RecordReader.Place place) {

    static Position of(Document document) {
        return new Position(
                document.get(PositionDocuments.SEQUENCE, Number.class).longValue(),
                document.getDate(PositionDocuments.TIME).toInstant(),
                ResourceType.valueOf(document.getString(PositionDocuments.TYPE)),
                document.getString(PositionDocuments.RESOURCE),
                EventUris.DELETE.equals(document.getString(PositionDocuments.KIND)),
                document.getList(PositionDocuments.SUBJECTS, String.class, List.of()),
                new RecordReader.Place(
                        document.getInteger(PositionDocuments.PARTITION),
                        document.get(PositionDocuments.OFFSET, Number.class).longValue()));
    }
}
