package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.topic.Topics;
import java.util.Comparator;
import java.util.List;
import org.bson.Document;
import org.springframework.data.mongodb.core.MongoTemplate;

/** What a worker tells of apps and deliveries. */
final class Told {

    private final TestTopics topics;
    private final Beans beans;

    Told(TestTopics topics, Beans beans) {
        this.topics = topics;
        this.beans = beans;
    }

    AppStatus status(String app) {
        Document found = beans.of(MongoTemplate.class)
                .getCollection(AppStatus.COLLECTION)
                .find(new Document("_id", app))
                .first();
        assertThat(found).as("status of " + app).isNotNull();
        return AppStatus.from(found);
    }

    List<DeadLetter> deadLetters(String app) {
        return topics.read(Topics.DEAD_LETTERS, DeadLetter.class).stream()
                .filter(letter -> app.equals(letter.getApp()))
                .toList();
    }

    List<DeliveryOutcome> outcomes(String app, String resource) {
        return topics.read(Topics.RECEIPTS, DeliveryReceipt.class).stream()
                .filter(receipt ->
                        receipt.getApp().equals(app) && receipt.getResource().equals(resource))
                .map(DeliveryReceipt::getOutcome)
                .toList();
    }

    /** Without those that are told again. */
    List<DeliveryReceipt> receipts(String app, String resource) {
        return topics.read(Topics.RECEIPTS, DeliveryReceipt.class).stream()
                .filter(receipt ->
                        receipt.getApp().equals(app) && receipt.getResource().equals(resource) && !receipt.getRepeat())
                .sorted(Comparator.comparingLong(DeliveryReceipt::getSequence))
                .toList();
    }
}
