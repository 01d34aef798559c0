package dev.rollcall.sync.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.Addressee;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.delivery.Delivery;
import dev.rollcall.sync.target.TestApps;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private final Changes changes = new Changes("c1");
    private final App app = TestApps.of("http://127.0.0.1/scim", "", UnaryOperator.identity());
    private final AvroRecords records = new AvroRecords(SerdeSettings.apicurio("http://127.0.0.1/apis/registry/v3"));

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void goBeforeWhatComesAnewInTheOrderOfTheirChangesWhicheverWasReadFirst() {
        Delivery first = delivery(changes.user("u1", "ada"), Instant.EPOCH);
        Delivery second = delivery(changes.user("u1", "ada2"), Instant.EPOCH);
        Delivery third = delivery(changes.user("u1", "ada3"), null);
        Delivery fourth = delivery(changes.user("u2", "bob"), null);

        assertThat(Retries.first(List.of(fourth, third, second, first)))
                .as("what comes anew stays as it was read")
                .containsExactly(first, second, fourth, third);
    }

    @Test
    void areToldFromTheChangeItselfInOneBatch() {
        IdentityChange change = changes.user("u1", "ada");

        assertThat(delivery(change, Instant.EPOCH).key())
                .isNotEqualTo(delivery(change, null).key());
    }

    @Test
    void ofOtherAppsArePassedOverUnread() throws Exception {
        var retries = new Retries(app, records);

        assertThat(retries.read(unreadable(Addressee.header("another")))).isEmpty();
        assertThat(retries.read(unreadable(Addressee.header("")))).as("of none").isEmpty();
    }

    @Test
    void ofTheAppAreReadAndThoseThatSayNothingAheadOfTheirValue() {
        var retries = new Retries(app, records);

        assertThatThrownBy(() -> retries.read(unreadable(Addressee.header(app.id()))))
                .isInstanceOf(UnreadableRecordException.class);
        assertThatThrownBy(() -> retries.read(unreadable())).isInstanceOf(UnreadableRecordException.class);
    }

    private static ConsumerRecord<String, byte[]> unreadable(Header... headers) {
        var record = new ConsumerRecord<>(Topics.RETRIES, 0, 0, "c1", "poison".getBytes(UTF_8));
        Stream.of(headers).forEach(record.headers()::add);
        return record;
    }

    private static Delivery delivery(IdentityChange change, @Nullable Instant retried) {
        var source = new ConsumerRecord<String, byte[]>("identity.changes", 0, 0, "c1", new byte[0]);
        return new Delivery("app1", change, source, retried);
    }
}
