package dev.rollcall.ingest.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.ConnectionSequence;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.Fault;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can't be read on the topics that this service follows goes to the dead letters, and the service goes on. */
class PoisonIT {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Pattern APPLIED = Pattern.compile("rollcall_requests_total\\{.*outcome=\"applied\".*} (\\S+)");

    private final Stage stage = Stage.shared();
    private final AvroRecords records =
            new AvroRecords(SerdeSettings.apicurio(stage.backend().registryApiUrl()));
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", stage.backend().bootstrap(), "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer());

    @AfterEach
    void close() {
        producer.close();
        records.close();
    }

    @Test
    void goesOnHearingResultsAfterPoison() throws Exception {
        HttpCalls scim = stage.connection();
        List<byte[]> poison = poison();
        poison.add(null);
        List<Long> offsets = send(Topics.RESULTS, "nobody's", poison);
        awaitDeadLetters(Topics.RESULTS, offsets);

        double before = applied();
        scim.post("/Users", "{\"userName\": \"ada\"}").expect(201);
        assertThat(applied()).isEqualTo(before + 1);
    }

    @Test
    void leavesSettingsOutThatCannotBeReadAndStartsInSpiteOfThem() throws Exception {
        List<Long> offsets = send(Topics.SETTINGS, "connection/poison", poison());
        awaitDeadLetters(Topics.SETTINGS, offsets);
        Setting misnamed = Setting.newBuilder()
                .setId("x")
                .setCreated(Instant.EPOCH)
                .setTime(Instant.EPOCH)
                .setConnection(ConnectionSetting.newBuilder()
                        .setName("Misnamed")
                        .setCredentials(List.of())
                        .build())
                .build();
        send(Topics.SETTINGS, "x", List.of(records.write(Topics.SETTINGS, misnamed)));

        HttpCalls scim = stage.connection();

        scim.get("/Users").expect(200);
        stage.admin().get("/api/v1/connections").expect(200);
        try (var restarted = stage.start(Map.of())) {
            HttpCalls calls = new HttpCalls(Stage.url(restarted) + "/scim/v2/" + scim.connection(), scim.token());
            calls.post("/Users", "{\"userName\": \"ada\"}").expect(201);
        }
    }

    /** Garbage, a schema that nobody knows, another record, and broken bytes of it. */
    private List<byte[]> poison() {
        byte[] otherType = records.write(Topics.SEQUENCES, new ConnectionSequence("nobody", 1L, Instant.EPOCH));
        byte[] broken = otherType.clone();
        java.util.Arrays.fill(broken, 5, broken.length, (byte) -1);
        return new ArrayList<>(
                List.of("not avro at all".getBytes(UTF_8), new byte[] {0, 0x7f, 0, 0, 99, 1, 2}, otherType, broken));
    }

    private List<Long> send(String topic, String key, List<byte[]> values) throws Exception {
        var offsets = new ArrayList<Long>();
        for (byte[] value : values) {
            offsets.add(
                    producer.send(new ProducerRecord<>(topic, key, value)).get().offset());
        }
        return offsets;
    }

    private void awaitDeadLetters(String topic, List<Long> offsets) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(deadLetters(topic))
                        .filteredOn(letter -> offsets.contains(letter.getOffset()))
                        .allSatisfy(letter -> assertThat(letter.getFault()).isEqualTo(Fault.RECORD))
                        .allSatisfy(letter -> assertThat(letter.getCause()).contains(topic))
                        .extracting(DeadLetter::getOffset)
                        .containsAll(offsets));
    }

    private List<DeadLetter> deadLetters(String topic) throws UnreadableRecordException {
        var found = new ArrayList<DeadLetter>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stage.backend().bootstrap()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.DEAD_LETTERS).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (var record : consumer.poll(POLL)) {
                    DeadLetter letter = records.read(Topics.DEAD_LETTERS, record.value(), DeadLetter.class);
                    if (letter.getTopic().equals(topic)) {
                        found.add(letter);
                    }
                }
            }
        }
        return found;
    }

    /** How many pushes were answered with what the worker decided. */
    private double applied() {
        return APPLIED.matcher(
                        stage.admin().get("/actuator/prometheus").response().body())
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }
}
