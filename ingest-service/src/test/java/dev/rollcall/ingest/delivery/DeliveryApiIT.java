package dev.rollcall.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.Fault;
import dev.rollcall.ingest.stage.Deliveries;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.ingest.topic.RecordPublisher;
import dev.rollcall.ingest.topic.RecordReader;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Receipts and dead letters, as operators see them and act on them. */
class DeliveryApiIT {

    private final Stage stage = Stage.shared();
    private final String connection = stage.connection().connection();
    private final HttpCalls admin = stage.admin();
    private final Deliveries deliveries = stage.deliveries(connection);
    private final String crm = stage.app("CRM", connection);

    @Test
    void listsReceiptsNewestFirstByWhatIsAskedFor() {
        String wiki = stage.app("Wiki", connection);
        for (int sequence = 1; sequence <= 3; sequence++) {
            int at = sequence;
            deliveries.settle(
                    crm,
                    "u" + sequence,
                    sequence,
                    DeliveryOutcome.DELIVERED,
                    receipt -> receipt.setTime(receipt.getTime().plusMillis(at)));
        }
        deliveries.settle(wiki, "u1", 1, DeliveryOutcome.FAILED);
        await().untilAsserted(() -> assertThat(receipts("")).hasSize(4));

        assertThat(receipts("&app=" + crm))
                .extracting(receipt -> receipt.get("sequence").intValue())
                .containsExactly(3, 2, 1);
        assertThat(receipts("&outcome=failed,skipped"))
                .extracting(receipt -> text(receipt, "app"))
                .containsExactly(wiki);
        assertThat(receipts("&resource=u1")).hasSize(2);
        JsonNode one =
                receipts("&app=" + crm + "&change=" + deliveries.change(2)).getFirst();
        assertThat(one.get("latency_ms").intValue()).isEqualTo(120);
        assertThat(one.get("attempts").intValue()).isEqualTo(1);
        assertThat(one.get("status").intValue()).isEqualTo(200);

        String path = "/api/v1/receipts?limit=2&app=" + crm;
        JsonNode first = admin.get(path).expect(200);
        JsonNode second =
                admin.get(path + "&cursor=" + text(first, "next_cursor")).expect(200);
        assertThat(first.get("receipts")).hasSize(2);
        assertThat(second.get("receipts")).hasSize(1);
        assertThat(second.get("next_cursor")).isNull();
    }

    @Test
    void refusesWhatCannotBeMeant() {
        assertThat(admin.get("/api/v1/receipts?outcome=lost").expect(400).toString())
                .contains("delivered, skipped, failed");
        admin.get("/api/v1/receipts?limit=0").expect(400);
        admin.get("/api/v1/receipts?cursor=x").expect(400);
        assertThat(admin.get("/api/v1/dead-letters?state=lost").expect(400).toString())
                .contains("open");
        admin.get("/api/v1/dead-letters/" + UUID.randomUUID()).expect(404);
        admin.post("/api/v1/dead-letters/" + UUID.randomUUID() + "/retry", "{}").expect(404);
        admin.post("/api/v1/dead-letters/retry", "{\"app\": \"" + crm + "\"}").expect(400);
        admin.post("/api/v1/dead-letters/retry", "{\"app\": \"nobody\", \"cause\": \"x\"}")
                .expect(409);
        admin.withToken("no-admin-token-at-all").get("/api/v1/dead-letters").expect(401);
    }

    @Test
    void groupsWhatWasGivenUpByCauseAndSaysWhatMendsIt() {
        deliveries.giveUp(crm, "u1", 1, "http-409 uniqueness");
        deliveries.giveUp(crm, "u2", 2, "http-409 uniqueness");
        deliveries.giveUp(crm, "u3", 3, "missing-members");
        letters("", 3);

        JsonNode causes = admin.get("/api/v1/dead-letters/causes?connection=" + connection)
                .expect(200);

        assertThat(causes).hasSize(2);
        JsonNode most = causes.get(0);
        assertThat(text(most, "cause")).isEqualTo("http-409 uniqueness");
        assertThat(text(most, "app_name")).isEqualTo("CRM");
        assertThat(most.get("count").intValue()).isEqualTo(2);
        assertThat(text(most, "first")).isLessThanOrEqualTo(text(most, "last"));
        assertThat(text(most, "whose")).contains("refused");
        assertThat(text(most, "mend")).contains("of that name");
        assertThat(letters("&cause=missing-members", 1).getFirst().get("fault").stringValue())
                .isEqualTo("resource");
    }

    @Test
    void aLaterReceiptResolvesALetter() {
        DeadLetter letter = deliveries.giveUp(crm, "u1", 1, "http-422");
        letters("&state=open", 1);
        deliveries.settle(crm, "u1", 4, DeliveryOutcome.DELIVERED);

        JsonNode resolved = letters("&state=resolved", 1).getFirst();

        assertThat(resolved.get("end").get("sequence").intValue()).isEqualTo(4);
        assertThat(admin.post("/api/v1/dead-letters/" + letter.getId() + "/retry", "{}")
                        .expect(409)
                        .toString())
                .contains("newer");
    }

    @Test
    void aRetryGoesToTheAppWithTheChangeAsItWas() {
        DeadLetter letter = deliveries.giveUp(crm, "u1", 1, "http-422");
        letters("", 1);

        JsonNode done = admin.post(
                        "/api/v1/dead-letters/" + letter.getId() + "/retry", "{\"reason\": \"The rule is mended\"}")
                .expect(200);

        assertThat(done.get("count").intValue()).isEqualTo(1);
        DeliveryRetry retry = deliveries.retries().getFirst();
        assertThat(retry.getApp()).isEqualTo(crm);
        assertThat(retry.getRecord()).isEqualTo(letter.getRecord());
        assertThat(retry.getOffset()).isEqualTo(letter.getOffset());
        assertThat(retry.getTime()).isAfter(letter.getTime());
        assertThat(retry.getOperator()).isEqualTo("admin-token");
        JsonNode retrying = letters("&state=retrying", 1).getFirst();
        assertThat(text(retrying.get("retries").get(0), "reason")).isEqualTo("The rule is mended");

        deliveries.bury(DeadLetter.newBuilder(letter)
                .setTime(retry.getTime().plusMillis(5))
                .build());
        JsonNode open = letters("&state=open", 1).getFirst();
        assertThat(text(open, "id")).isEqualTo(letter.getId());
        assertThat(text(open, "first_time")).isEqualTo(letter.getTime().toString());
        assertThat(Instant.parse(text(open, "time"))).isAfter(letter.getTime());
    }

    @Test
    void allOfACauseAreRetriedInTheOrderOfTheirChanges() {
        deliveries.giveUp(crm, "u2", 7, "http-422");
        deliveries.giveUp(crm, "u1", 3, "http-422");
        deliveries.giveUp(crm, "u3", 5, "http-400");
        letters("", 3);

        JsonNode done = admin.post("/api/v1/dead-letters/retry", "{\"app\": \"" + crm + "\", \"cause\": \"http-422\"}")
                .expect(200);

        assertThat(done.get("count").intValue()).isEqualTo(2);
        assertThat(done.get("remaining").intValue()).isZero();
        assertThat(deliveries.retries()).extracting(DeliveryRetry::getSequence).containsExactly(3L, 7L);
        letters("&state=open", 1);
        assertThat(admin.post("/api/v1/dead-letters/retry", "{\"app\": \"" + crm + "\", \"cause\": \"http-422\"}")
                        .expect(200)
                        .get("count")
                        .intValue())
                .as("not twice")
                .isZero();
    }

    @Test
    void nothingIsRetriedThatTheAppWouldNotGet() {
        String other = stage.app("Other", stage.connection().connection());
        DeadLetter letter = deliveries.giveUp(other, "u1", 1, "http-422");
        letters("", 1);

        admin.post("/api/v1/dead-letters/" + letter.getId() + "/retry", "{}").expect(409);
        assertThat(admin.post("/api/v1/dead-letters/retry", "{\"app\": \"" + other + "\", \"cause\": \"http-422\"}")
                        .expect(200)
                        .toString())
                .isEqualTo("{\"count\":0,\"remaining\":1}");
        assertThat(deliveries.retries()).isEmpty();
    }

    @Test
    void whatIsSkippedIsAReceiptThatSaysWhoAndWhy() {
        DeadLetter letter = deliveries.giveUp(crm, "u1", 1, "http-422");
        deliveries.giveUp(crm, "u2", 2, "http-400");
        letters("", 2);

        admin.post("/api/v1/dead-letters/" + letter.getId() + "/skip", "{\"reason\": \"A test account\"}")
                .expect(200);
        admin.post("/api/v1/dead-letters/skip", "{\"app\": \"" + crm + "\", \"cause\": \"http-400\"}")
                .expect(200);

        letters("&state=skipped", 2);
        JsonNode receipt = receipts("&outcome=skipped&resource=u1").getFirst();
        assertThat(text(receipt, "operator")).isEqualTo("admin-token");
        assertThat(text(receipt, "reason")).isEqualTo("A test account");
        assertThat(text(receipt, "change")).isEqualTo(deliveries.change(1));
        assertThat(text(receipt, "detail")).isEqualTo("Skipped by an operator");
    }

    @Test
    void aRecordThatCouldNotBeReadIsPutBackOnItsTopic() {
        String key = Keys.delivery(crm, "u1");
        RecordMetadata written = stage.bean(RecordPublisher.class)
                .publish(Topics.RECEIPTS, key, deliveries.settle(crm, "u1", 1, DeliveryOutcome.DELIVERED), List.of())
                .join();
        DeadLetter letter = unreadable(Topics.RECEIPTS, written.partition(), written.offset(), record(written));
        assertThat(text(letters("&fault=record", 1).getFirst(), "mend")).contains("retry puts it on its topic");
        JsonNode shown =
                admin.get("/api/v1/dead-letters/" + letter.getId() + "/record").expect(200);
        assertThat(text(shown, "type")).isEqualTo("DeliveryReceipt");
        assertThat(shown.toString()).contains(connection, "DELIVERED").doesNotContain("webhook");

        admin.post("/api/v1/dead-letters/" + letter.getId() + "/retry", "{\"reason\": \"The registry is back\"}")
                .expect(200);

        JsonNode resolved = letters("&state=resolved", 1).getFirst();
        assertThat(text(resolved.get("retries").get(0), "reason")).isEqualTo("The registry is back");
        List<RecordReader.Place> after = LongStream.rangeClosed(1, 20)
                .mapToObj(n -> new RecordReader.Place(written.partition(), written.offset() + n))
                .toList();
        await().until(() -> stage.bean(RecordReader.class).read(Topics.RECEIPTS, after).values().stream()
                .anyMatch(record -> key.equals(record.key())));
        admin.post("/api/v1/dead-letters/" + letter.getId() + "/retry", "{}").expect(409);
    }

    @Test
    void aRecordWithAPlaceInAnOrderIsOnlyDiscarded() {
        DeadLetter letter = unreadable(Topics.CHANGES, 0, 1, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        letters("", 1);

        assertThat(admin.post("/api/v1/dead-letters/" + letter.getId() + "/retry", "{}")
                        .expect(409)
                        .toString())
                .contains("from_sequence");
        assertThat(text(
                        admin.get("/api/v1/dead-letters/" + letter.getId() + "/record")
                                .expect(200),
                        "unreadable"))
                .contains("wire format");
        admin.post("/api/v1/dead-letters/" + letter.getId() + "/skip", "{}").expect(200);

        letters("&state=skipped", 1);
        DeadLetter other = unreadable(Topics.SETTINGS, 0, 7, ByteBuffer.wrap(new byte[] {1}));
        letters("&state=open", 1);
        admin.post("/api/v1/dead-letters/skip", "{\"cause\": \"" + other.getCode() + "\"}")
                .expect(200);
        letters("&state=skipped", 2);
    }

    private DeadLetter unreadable(String topic, int partition, long offset, ByteBuffer record) {
        return deliveries.bury(DeadLetter.newBuilder()
                .setId(connection + "-unreadable-" + topic)
                .setTime(deliveries.letter(crm, "u1", 1, "").getTime())
                .setFault(Fault.RECORD)
                .setCause("It can't be read")
                .setCode("unreadable-" + connection)
                .setConnection(connection)
                .setTopic(topic)
                .setPartition(partition)
                .setOffset(offset)
                .setRecord(record)
                .build());
    }

    private ByteBuffer record(RecordMetadata written) {
        var place = new RecordReader.Place(written.partition(), written.offset());
        return ByteBuffer.wrap(Objects.requireNonNull(stage.bean(RecordReader.class)
                        .read(Topics.RECEIPTS, List.of(place))
                        .get(place))
                .value());
    }

    private List<JsonNode> receipts(String filters) {
        return admin.get("/api/v1/receipts?connection=" + connection + filters)
                .expect(200)
                .get("receipts")
                .valueStream()
                .toList();
    }

    private List<JsonNode> letters(String filters, int count) {
        String path = "/api/v1/dead-letters?connection=" + connection + filters;
        await().untilAsserted(() ->
                assertThat(admin.get(path).expect(200).get("dead_letters")).hasSize(count));
        return admin.get(path).expect(200).get("dead_letters").valueStream().toList();
    }

    private static String text(JsonNode node, String name) {
        assertThat(node.get(name)).as(name + " of " + node).isNotNull();
        return node.get(name).stringValue();
    }
}
