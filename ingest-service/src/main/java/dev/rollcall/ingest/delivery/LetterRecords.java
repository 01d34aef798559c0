package dev.rollcall.ingest.delivery;

import dev.rollcall.event.DeadLetter;
import dev.rollcall.ingest.delivery.projection.LetterDocuments;
import dev.rollcall.ingest.topic.RecordReader;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** Dead letters with what they are about, from their topic: it holds personal data, and so is kept once. Blocking. */
@Component
final class LetterRecords {

    private final RecordReader reader;
    private final AvroRecords records;

    LetterRecords(RecordReader reader, AvroRecords records) {
        this.reader = reader;
        this.records = records;
    }

    /** By id; without those that the topic doesn't keep any more, or that were too large to be kept. */
    Map<String, DeadLetter> read(List<Document> letters) {
        var found = new HashMap<String, DeadLetter>();
        reader.read(
                        Topics.DEAD_LETTERS,
                        letters.stream().map(LetterRecords::place).toList())
                .values()
                .forEach(record -> {
                    DeadLetter letter = read(record.value());
                    if (letter.getRecord() != null) {
                        found.put(letter.getId(), letter);
                    }
                });
        return found;
    }

    /** The record of a letter, to be looked at; empty where it isn't kept. */
    Optional<RecordView> view(Document letter) {
        return Optional.ofNullable(read(List.of(letter)).get(letter.getString(LetterDocuments.ID)))
                .map(whole -> {
                    synchronized (records) {
                        return RecordView.of(whole.getTopic(), whole.getRecord(), records);
                    }
                });
    }

    private static RecordReader.Place place(Document letter) {
        return new RecordReader.Place(
                letter.getInteger(LetterDocuments.LETTER_PARTITION),
                letter.get(LetterDocuments.LETTER_OFFSET, Number.class).longValue());
    }

    private DeadLetter read(byte[] value) {
        try {
            synchronized (records) {
                return records.read(Topics.DEAD_LETTERS, value, DeadLetter.class);
            }
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("A dead letter that was read before can't be read.", e);
        }
    }
}
