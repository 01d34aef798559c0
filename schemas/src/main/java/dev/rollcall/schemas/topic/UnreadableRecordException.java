package dev.rollcall.schemas.topic;

/** The bytes of a record will never be readable here: not our wire format, an unknown schema, or broken Avro. */
public final class UnreadableRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }

    UnreadableRecordException(String message) {
        super(message);
    }
}
