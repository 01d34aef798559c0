package dev.rollcall.schemas.topic;

import org.apache.kafka.common.errors.RetriableException;

/** The registry doesn't know what the log was written with, so no record is to blame. It is worth another try. */
public final class SchemasLostException extends RetriableException {

    private static final long serialVersionUID = 1L;

    SchemasLostException(String topic) {
        super("The schema registry knows no schema of " + topic + ". " + SchemaRegistry.ADVICE);
    }
}
