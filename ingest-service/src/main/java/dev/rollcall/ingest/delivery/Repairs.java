package dev.rollcall.ingest.delivery;

import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.ingest.delivery.projection.DeliveryStore;
import dev.rollcall.ingest.delivery.projection.LetterDocuments;
import dev.rollcall.ingest.delivery.projection.News;
import dev.rollcall.ingest.topic.RecordPublisher;
import dev.rollcall.schemas.topic.Addressee;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Retries and skips dead letters: first on the log, from which it follows for everybody, then in the projection, so that
 * whoever asked sees it. Blocking.
 */
@Component
final class Repairs {

    private final LetterRecords letters;
    private final RecordPublisher publisher;
    private final DeliveryStore store;
    private final Clock clock;

    Repairs(LetterRecords letters, RecordPublisher publisher, DeliveryStore store, Clock clock) {
        this.letters = letters;
        this.publisher = publisher;
        this.store = store;
        this.clock = clock;
    }

    /** Sends these to their apps once more; returns how many, for some may be kept nowhere any more. */
    int retry(List<Document> wanted, String operator, @Nullable String reason) {
        Map<String, DeadLetter> whole = letters.read(wanted);
        List<DeliveryRetry> retries = wanted.stream()
                .filter(letter -> whole.containsKey(letter.getString(LetterDocuments.ID)))
                .map(letter -> retry(whole.get(letter.getString(LetterDocuments.ID)), after(letter), operator, reason))
                .sorted(Comparator.comparing(DeliveryRetry::getConnection)
                        .thenComparingLong(DeliveryRetry::getSequence))
                .toList();
        await(retries.stream()
                .map(retry -> publisher.publish(
                        Topics.RETRIES, retry.getConnection(), retry, List.of(Addressee.header(retry.getApp())))));
        store.learn(News.ofRetries(retries));
        return retries.size();
    }

    /** Leaves the apps without these. */
    int skip(List<Document> wanted, String operator, @Nullable String reason) {
        List<DeliveryReceipt> receipts = wanted.stream()
                .map(letter -> skipped(LetterDocuments.letter(letter), after(letter), operator, reason))
                .toList();
        await(receipts.stream()
                .map(receipt -> publisher.publish(
                        Topics.RECEIPTS, Keys.delivery(receipt.getApp(), receipt.getResource()), receipt, List.of())));
        store.learn(News.ofReceipts(receipts));
        return receipts.size();
    }

    private static DeliveryRetry retry(
            @Nullable DeadLetter letter, Instant time, String operator, @Nullable String reason) {
        DeadLetter given = Objects.requireNonNull(letter);
        return DeliveryRetry.newBuilder()
                .setId(given.getId())
                .setTime(time)
                .setApp(given.getApp())
                .setConnection(given.getConnection())
                .setResourceType(given.getResourceType())
                .setResource(given.getResource())
                .setSequence(given.getSequence())
                .setTopic(given.getTopic())
                .setPartition(given.getPartition())
                .setOffset(given.getOffset())
                .setRecord(given.getRecord())
                .setOperator(operator)
                .setReason(reason)
                .build();
    }

    private static DeliveryReceipt skipped(DeadLetter letter, Instant time, String operator, @Nullable String reason) {
        return DeliveryReceipt.newBuilder()
                .setApp(letter.getApp())
                .setConnection(letter.getConnection())
                .setChange(Objects.requireNonNullElse(letter.getChange(), letter.getId()))
                .setResourceType(letter.getResourceType())
                .setResource(letter.getResource())
                .setSequence(letter.getSequence())
                .setOutcome(DeliveryOutcome.SKIPPED)
                .setAttempts(0)
                .setTime(time)
                .setDetail("Skipped by an operator")
                .setOperator(operator)
                .setReason(reason)
                .build();
    }

    /** Now, or right after all that is known of the letter: the clocks of workers may be ahead. */
    private Instant after(Document letter) {
        Instant last = letter.getDate(LetterDocuments.TIME).toInstant();
        for (Document retry : letter.getList(LetterDocuments.RETRIES, Document.class, List.of())) {
            Instant time = retry.getDate("time").toInstant();
            last = time.isAfter(last) ? time : last;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return now.isAfter(last) ? now : last.plusMillis(1);
    }

    private static void await(Stream<CompletableFuture<RecordMetadata>> sent) {
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    }
}
