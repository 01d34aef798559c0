package dev.rollcall.ingest.hold;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.topic.RecordSearch;
import dev.rollcall.schemas.decide.Headcounting;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Who would be hit by the release of a hold, as the changes tell it. Blocking. */
@Component
public final class HeldPeople {

    /** The record of a change may have been written a little before the clock that says since when, by another clock. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final RecordSearch search;
    private final AvroRecords records;

    HeldPeople(RecordSearch search, AvroRecords records) {
        this.search = search;
        this.records = records;
    }

    /**
     * A person whom a held change deactivates or deletes; one may be there twice, for both.
     *
     * @param effect deactivated or deleted
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record HeldPerson(String id, String userName, String effect, long sequence, Instant time) {}

    /** @param next where the next page begins; null when there is none */
    public record Page(List<HeldPerson> people, @Nullable Place next) {}

    /** Up to where a page has come: the time that its last record was written, and that one's sequence. */
    public record Place(Instant time, long sequence) {

        @Override
        public String toString() {
            return time.toEpochMilli() + "-" + sequence;
        }

        static Optional<Place> parse(String cursor) {
            String[] parts = cursor.split("-", -1);
            try {
                return parts.length == 2
                        ? Optional.of(
                                new Place(Instant.ofEpochMilli(Long.parseLong(parts[0])), Long.parseLong(parts[1])))
                        : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    /** @param after null for the first page */
    public Page of(HoldView hold, @Nullable Place after, int limit) {
        var people = new ArrayList<HeldPerson>();
        Place begin = after == null ? new Place(hold.since().minus(MARGIN), hold.firstSequence() - 1) : after;
        var last = new Place[] {begin};
        RecordSearch.End end = search.since(Topics.CHANGES, hold.connection(), begin.time(), record -> {
            Instant written = Instant.ofEpochMilli(record.timestamp());
            if (!hold.connection().equals(record.key())) {
                last[0] = new Place(written, last[0].sequence());
                return false;
            }
            IdentityChange change = read(record);
            if (change == null || change.getSequence() <= begin.sequence()) {
                return false;
            }
            if (people.size() == limit || !isHeld(change, hold)) {
                return true;
            }
            last[0] = new Place(written, change.getSequence());
            if (Headcounting.isDeparture(change) && change.getBefore() instanceof UserState before) {
                people.add(new HeldPerson(
                        change.getResource(),
                        before.getAttributes().getUserName(),
                        change.getAfter() == null ? "deleted" : "deactivated",
                        change.getSequence(),
                        change.getTime()));
            }
            return false;
        });
        boolean isMore = end == RecordSearch.End.OUT_OF_PATIENCE || people.size() == limit;
        return new Page(people, isMore ? last[0] : null);
    }

    private static boolean isHeld(IdentityChange change, HoldView hold) {
        return change.getHold() != null && change.getHold() == hold.firstSequence();
    }

    private @Nullable IdentityChange read(ConsumerRecord<String, byte[]> record) {
        try {
            synchronized (records) {
                return records.read(Topics.CHANGES, record.value(), IdentityChange.class);
            }
        } catch (UnreadableRecordException e) {
            // whoever delivers it makes it a dead letter
            return null;
        }
    }
}
