package dev.rollcall.sync.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteError;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What operators are told of a failure. */
class FailuresTest {

    private static final String QUOTED = "E11000 dup key: { userName: \"ada@example.com\" }";

    @ParameterizedTest
    @MethodSource
    void sayWhatFailedAndQuoteNothing(Throwable failure, String said) {
        assertThat(failure).hasMessageContaining("ada@example.com");
        assertThat(Failures.tell(failure)).doesNotContain("ada").startsWith(said);
    }

    static Stream<Object[]> sayWhatFailedAndQuoteNothing() {
        var server = new ServerAddress();
        var details = new BsonDocument();
        return Stream.of(
                new Object[] {
                    new MongoBulkWriteException(
                            BulkWriteResult.unacknowledged(),
                            List.of(new BulkWriteError(11_000, QUOTED, details, 0)),
                            null,
                            server,
                            Set.of()),
                    "MongoDB refused a document with code 11000"
                },
                new Object[] {
                    new MongoWriteException(new WriteError(121, QUOTED, details), server, Set.of()),
                    "MongoDB refused a document with code 121"
                },
                new Object[] {
                    new MongoCommandException(
                            BsonDocument.parse("{ok: 0, code: 17280, errmsg: 'ada@example.com'}"), server),
                    "MongoDB failed with code 17280 (MongoCommandException)"
                },
                new Object[] {new MongoTimeoutException(QUOTED), "MongoDB doesn't answer (MongoTimeoutException)"},
                new Object[] {new TimeoutException(QUOTED), "Kafka failed (TimeoutException)"},
                new Object[] {new IllegalStateException(QUOTED), "IllegalStateException at FailuresTest.java:"});
    }

    @Test
    void sayWhichErrorItWas() {
        assertThat(Failures.tell(new OutOfMemoryError("Java heap space")))
                .isEqualTo("The worker has too little memory");
    }
}
