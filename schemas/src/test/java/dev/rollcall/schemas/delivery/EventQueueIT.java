package dev.rollcall.schemas.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.ResourceType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventQueueIT {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
    private static final EventQueue QUEUE =
            new EventQueue(MongoClients.create(Backends.shared().mongodbUri()).getDatabase("events"));

    private final String app = UUID.randomUUID().toString();

    @BeforeEach
    void createIndexes() {
        QUEUE.createIndexes();
    }

    @Test
    void givesTheOldestOfEachConnectionFirst() {
        QUEUE.put(List.of(token("b", 1, 0), token("a", 10, 0), token("a", 10, 1), token("a", 9, 0)));

        assertThat(QUEUE.head(app, 3)).containsExactly(token("a", 9, 0), token("a", 10, 0), token("a", 10, 1));
        assertThat(QUEUE.head(app, 10)).hasSize(4);
        assertThat(QUEUE.head("another", 10)).isEmpty();
    }

    @Test
    void doesNotBringBackWhatIsSettled() {
        QUEUE.put(List.of(token("a", 1, 0), token("a", 2, 0)));
        QUEUE.settle(app, List.of(jti("a", 1, 0)), NOW);
        QUEUE.put(List.of(token("a", 1, 0), token("a", 2, 0)));

        assertThat(QUEUE.head(app, 10)).containsExactly(token("a", 2, 0));
    }

    @Test
    void settlesOnlyTheTokensOfTheApp() {
        QUEUE.put(List.of(token("a", 1, 0)));
        QUEUE.settle("another", List.of(jti("a", 1, 0)), NOW);

        assertThat(QUEUE.head(app, 10)).hasSize(1);
    }

    @Test
    void forgetsWhatIsSettledOnceItCannotComeAgain() {
        QUEUE.put(List.of(token("a", 1, 0), token("a", 2, 0), token("a", 3, 0)));
        QUEUE.settle(app, List.of(jti("a", 1, 0), jti("a", 3, 0)), NOW);
        QUEUE.sweep(app, "a", 3, NOW);
        QUEUE.sweep(app, "a", 3, NOW.plus(Duration.ofMillis(1)));
        QUEUE.put(List.of(token("a", 1, 0), token("a", 3, 0)));

        assertThat(QUEUE.head(app, 10)).containsExactly(token("a", 1, 0), token("a", 2, 0));
    }

    @Test
    void bringsBackWhatWasTakenOutAndForAReplayWhatIsSettled() {
        QUEUE.put(List.of(token("a", 1, 0), token("a", 2, 0)));
        QUEUE.remove(app, List.of(jti("a", 1, 0)));
        QUEUE.settle(app, List.of(jti("a", 2, 0)), NOW);
        QUEUE.put(List.of(token("a", 1, 0), token("a", 2, 0)));
        assertThat(QUEUE.head(app, 10)).containsExactly(token("a", 1, 0));

        QUEUE.forgetSettled(app, List.of(jti("a", 2, 0)));
        QUEUE.put(List.of(token("a", 2, 0)));
        assertThat(QUEUE.head(app, 10)).containsExactly(token("a", 1, 0), token("a", 2, 0));
    }

    @Test
    void countsWhatWaits() {
        QUEUE.put(List.of(token("a", 1, 0), token("a", 2, 0)));
        assertThat(QUEUE.holds(app, 2)).isTrue();
        QUEUE.settle(app, List.of(jti("a", 1, 0)), NOW);
        assertThat(QUEUE.holds(app, 2)).isFalse();
        QUEUE.forget(app);
        assertThat(QUEUE.holds(app, 1)).isFalse();
    }

    private QueuedToken token(String connection, long sequence, int part) {
        return new QueuedToken(
                new EventToken(jti(connection, sequence, part), "{}"),
                app,
                connection,
                sequence,
                part,
                ResourceType.USER,
                "u1",
                0,
                sequence);
    }

    private String jti(String connection, long sequence, int part) {
        return connection + "-" + sequence + "-" + part + "@" + app;
    }
}
