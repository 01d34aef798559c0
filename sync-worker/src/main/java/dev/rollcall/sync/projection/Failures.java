package dev.rollcall.sync.projection;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import dev.rollcall.schemas.topic.PartitionsChangedException;
import org.apache.kafka.common.KafkaException;

/** Says to operators what went wrong, and nothing that is quoted: what MongoDB refuses a document for names what is in it. */
final class Failures {

    private Failures() {}

    /** Pure. */
    static String tell(Throwable failure) {
        return switch (failure) {
            case MongoBulkWriteException e
            when !e.getWriteErrors().isEmpty() ->
                refused(e.getWriteErrors().getFirst().getCode());
            case MongoWriteException e -> refused(e.getError().getCode());
            case MongoTimeoutException e -> "MongoDB doesn't answer (" + name(e) + ")";
            case MongoSocketException e -> "MongoDB doesn't answer (" + name(e) + ")";
            case MongoException e -> "MongoDB failed with code " + e.getCode() + " (" + name(e) + ")";
            case KafkaException e -> "Kafka failed (" + name(e) + ")";
            // whose words are all ours
            case PartitionsChangedException e -> String.valueOf(e.getMessage());
            case LostMeanwhileException e -> String.valueOf(e.getMessage());
            case OutOfMemoryError _ -> "The worker has too little memory";
            default -> name(failure) + place(failure);
        };
    }

    private static String refused(int code) {
        return "MongoDB refused a document with code " + code;
    }

    private static String name(Throwable failure) {
        return failure.getClass().getSimpleName();
    }

    /** Where in our own code. */
    private static String place(Throwable failure) {
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (frame.getClassName().startsWith("dev.rollcall.")) {
                return " at " + frame.getFileName() + ':' + frame.getLineNumber();
            }
        }
        return "";
    }
}
