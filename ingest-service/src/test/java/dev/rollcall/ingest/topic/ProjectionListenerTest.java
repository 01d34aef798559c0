package dev.rollcall.ingest.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import dev.rollcall.embedded.test.Backends;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.ConsumerSeekAware.ConsumerSeekCallback;

class ProjectionListenerTest {

    private static final int PARTITIONS = 12;

    private final List<String> commands = new ArrayList<>();
    private final List<String> sought = new ArrayList<>();
    private final List<ConsumerRecord<String, byte[]>> projected = new ArrayList<>();
    private final MongoClient client = MongoClients.create(MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(Backends.shared().mongodbUri()))
            .addCommandListener(new CommandListener() {
                @Override
                public void commandStarted(CommandStartedEvent event) {
                    commands.add(event.getCommandName());
                }
            })
            .build());
    private final Positions positions = new Positions(client.getDatabase("listener"));
    private final ProjectionListener listener = new ProjectionListener(positions, () -> {}, projected::addAll);

    @BeforeEach
    void assign() {
        listener.registerSeekCallback(seeking());
        listener.onPartitionsAssigned(Map.of(), seeking());
    }

    @AfterEach
    void close() {
        client.getDatabase("listener").drop();
        client.close();
    }

    @Test
    void handsOverFromTheBeginningWhatNothingIsProjectedOf() {
        listener.onMessage(List.of(record(0, 7), record(1, 9)));

        assertThat(projected).isEmpty();
        assertThat(sought).containsExactlyInAnyOrder("topic-0", "topic-1");

        listener.onMessage(List.of(record(0, 0)));
        listener.onMessage(List.of(record(0, 1)));

        assertThat(projected).extracting(ConsumerRecord::offset).containsExactly(0L, 1L);
        assertThat(sought).as("once").hasSize(2);
    }

    @Test
    void readsFromTheBeginningAgainWhatIsLostAndGoesOnWithTheRest() {
        begin();
        positions.forget();
        listener.onMessage(List.of(record(3, 1)));
        listener.onMessage(List.of(record(3, 0)));

        listener.onMessage(List.of(record(3, 1), record(4, 1)));

        assertThat(projected).extracting(ConsumerRecord::partition).containsOnly(3);
        assertThat(sought).containsExactly("topic-3", "topic-4");
    }

    @Test
    void asksTheDatabaseOnceAndTellsItOnceHoweverManyPartitionsABatchIsOf() {
        begin();

        listener.onMessage(batch(1));

        assertThat(projected).hasSize(PARTITIONS);
        assertThat(commands).containsExactly("find", "update");
    }

    /** Lets the first record of each partition be projected. */
    private void begin() {
        listener.onMessage(batch(0));
        listener.onMessage(batch(0));
        projected.clear();
        sought.clear();
        commands.clear();
    }

    private static List<ConsumerRecord<String, byte[]>> batch(long offset) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> record(partition, offset))
                .toList();
    }

    private static ConsumerRecord<String, byte[]> record(int partition, long offset) {
        return new ConsumerRecord<>("topic", partition, offset, "key", new byte[0]);
    }

    private ConsumerSeekCallback seeking() {
        return (ConsumerSeekCallback) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ConsumerSeekCallback.class}, (_, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("seekToBeginning");
                    sought.add(arguments[0] + "-" + arguments[1]);
                    return null;
                });
    }
}
