package dev.rollcall.ingest.delivery;

import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.ingest.delivery.projection.DeliveryStore;
import dev.rollcall.ingest.delivery.projection.LetterDocuments;
import dev.rollcall.ingest.delivery.projection.News;
import dev.rollcall.ingest.topic.RecordPublisher;
import dev.rollcall.ingest.topic.RecordReader;
import dev.rollcall.schemas.topic.Addressee;
import dev.rollcall.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What can be done about dead letters that are about no delivery: their record is put back, or they are discarded. Blocking. */
@Component
final class StrayLetters {

    /** Whoever reads these takes a record whenever it comes; on the others it would take the place of a newer one. */
    private static final Set<String> TAKEN_ANY_TIME = Set.of(Topics.REQUESTS, Topics.RECEIPTS, Topics.RETRIES);

    private final RecordReader reader;
    private final RecordPublisher publisher;
    private final DeliveryStore store;
    private final Clock clock;

    StrayLetters(RecordReader reader, RecordPublisher publisher, DeliveryStore store, Clock clock) {
        this.reader = reader;
        this.publisher = publisher;
        this.store = store;
        this.clock = clock;
    }

    /** Why nothing comes of putting it back; empty where it helps. */
    static Optional<String> objection(Document letter) {
        String topic = LetterDocuments.letter(letter).getTopic();
        if (TAKEN_ANY_TIME.contains(topic)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (topic) {
                    case Topics.SETTINGS -> "A setting is mended by saving it anew. Then skip this.";
                    case Topics.CHANGES ->
                        "A change has its place in the order of its connection. If it can be read by now, replay it to the"
                                + " apps (from_sequence); else push the resource again. Then skip this.";
                    default ->
                        "A record of " + topic + " has its place in an order, so it can't be put back. Skip this.";
                });
    }

    /** Puts their records back where they came from; returns how many, for some may be kept no more. */
    int putBack(List<Document> letters, String operator, @Nullable String reason) {
        var wishes = new ArrayList<DeliveryRetry>();
        var sent = new ArrayList<CompletableFuture<RecordMetadata>>();
        for (Document letter : letters) {
            source(LetterDocuments.letter(letter)).ifPresent(record -> {
                sent.add(publisher.publish(record));
                wishes.add(wish(letter, operator, reason, false));
            });
        }
        await(sent);
        publish(wishes);
        return wishes.size();
    }

    /** Nothing more is to be done about these. */
    int discard(List<Document> letters, String operator, @Nullable String reason) {
        List<DeliveryRetry> wishes = letters.stream()
                .map(letter -> wish(letter, operator, reason, true))
                .toList();
        publish(wishes);
        return wishes.size();
    }

    private Optional<ConsumerRecord<String, byte[]>> source(DeadLetter letter) {
        var place = new RecordReader.Place(letter.getPartition(), letter.getOffset());
        return Optional.ofNullable(
                        reader.read(letter.getTopic(), List.of(place)).get(place))
                .filter(record -> record.key() != null && record.value() != null);
    }

    private void publish(List<DeliveryRetry> wishes) {
        await(wishes.stream()
                .map(wish ->
                        publisher.publish(Topics.RETRIES, key(wish), wish, List.of(Addressee.header(wish.getApp()))))
                .toList());
        store.learn(News.ofRetries(wishes));
    }

    private static String key(DeliveryRetry wish) {
        return wish.getConnection().isEmpty() ? wish.getTopic() : wish.getConnection();
    }

    private static void await(List<CompletableFuture<RecordMetadata>> sent) {
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    }

    private DeliveryRetry wish(Document document, String operator, @Nullable String reason, boolean isDiscarded) {
        DeadLetter letter = LetterDocuments.letter(document);
        return DeliveryRetry.newBuilder()
                .setId(letter.getId())
                .setTime(after(letter.getTime()))
                .setApp("")
                .setConnection(Objects.requireNonNullElse(letter.getConnection(), ""))
                .setResource("")
                .setSequence(0)
                .setTopic(letter.getTopic())
                .setPartition(letter.getPartition())
                .setOffset(letter.getOffset())
                .setRecord(ByteBuffer.allocate(0))
                .setOperator(operator)
                .setReason(reason)
                .setDiscarded(isDiscarded)
                .build();
    }

    private Instant after(Instant failed) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return now.isAfter(failed) ? now : failed.plusMillis(1);
    }
}
