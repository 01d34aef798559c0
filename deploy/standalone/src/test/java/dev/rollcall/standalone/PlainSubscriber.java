package dev.rollcall.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.json.JsonMapper;

/** Somebody else's service: it knows Kafka, Avro and the registry's Confluent-compatible API, and nothing of Rollcall. */
final class PlainSubscriber implements AutoCloseable {

    private final Map<Integer, Schema> schemas = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final KafkaConsumer<String, byte[]> consumer;
    private final String registry;

    PlainSubscriber(String topic, String bootstrap, String registry) {
        this.registry = registry;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    List<GenericRecord> poll() throws Exception {
        List<GenericRecord> records = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            records.add(decode(ByteBuffer.wrap(record.value())));
        }
        return records;
    }

    private GenericRecord decode(ByteBuffer value) throws IOException, InterruptedException {
        if (value.get() != 0) {
            throw new IllegalStateException("Not in Confluent's wire format");
        }
        Schema schema = schema(value.getInt());
        var decoder = DecoderFactory.get().binaryDecoder(value.array(), value.position(), value.remaining(), null);
        return new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
    }

    private Schema schema(int id) throws IOException, InterruptedException {
        if (!schemas.containsKey(id)) {
            var request = HttpRequest.newBuilder(URI.create(registry + "/schemas/ids/" + id))
                    .build();
            String body = http.send(request, BodyHandlers.ofString()).body();
            schemas.put(
                    id,
                    new Schema.Parser()
                            .parse(JsonMapper.shared()
                                    .readTree(body)
                                    .path("schema")
                                    .asString()));
        }
        return schemas.get(id);
    }

    @Override
    public void close() {
        consumer.close();
        http.close();
    }
}
