package dev.rollcall.schemas.topic;

import com.microsoft.kiota.ApiException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Writes and reads the values of our topics in Confluent's wire format: magic byte 0, 4-byte schema id, Avro. Clients
 * carry bytes and call this, so that a record that can't be read is told apart from a registry that can't be reached.
 */
public final class AvroRecords implements AutoCloseable {

    static {
        TrustedRecords.trust();
    }

    private static final byte MAGIC = 0;
    private static final int PREFIX_BYTES = 5;
    private static final int NO_SUCH_SCHEMA = 404;

    private final Serializer<Object> serializer;
    private final Deserializer<Object> deserializer;

    public AvroRecords(SerdeSettings settings) {
        serializer = instance(settings.serializer());
        deserializer = instance(settings.deserializer());
        serializer.configure(settings.properties(), false);
        deserializer.configure(settings.properties(), false);
    }

    /**
     * The record as the topic's value; its schema is registered under {@code <topic>-value} when it is new.
     *
     * @throws RuntimeException when the schema is new here and the registry can't be reached or refuses it
     */
    public byte[] write(String topic, SpecificRecord value) {
        return serializer.serialize(topic, value);
    }

    /**
     * The topic's value as a record of the given type, whatever compatible version it was written with.
     *
     * @throws UnreadableRecordException when it never will be readable
     * @throws RuntimeException when the registry can't be reached; trying again helps
     */
    public <T extends SpecificRecord> T read(String topic, byte[] value, Class<T> type)
            throws UnreadableRecordException {
        if (value.length <= PREFIX_BYTES || value[0] != MAGIC) {
            throw new UnreadableRecordException("The value on " + topic + " isn't in Confluent's wire format (magic"
                    + " byte 0, 4-byte schema id, Avro); write it with a schema-registry serializer.");
        }
        Object read;
        try {
            read = deserializer.deserialize(topic, value);
        } catch (RuntimeException e) {
            if (isPassing(e)) {
                throw e;
            }
            throw new UnreadableRecordException(
                    "The value on " + topic + " can't be read: " + e.getClass().getSimpleName(), e);
        }
        if (!type.isInstance(read)) {
            throw new UnreadableRecordException("The value on " + topic + " isn't a " + type.getSimpleName() + ".");
        }
        return type.cast(read);
    }

    /** Whether a failure is one of reaching the registry, or of a registry that is unwell, and not of the record. */
    private static boolean isPassing(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof ApiException answer) {
                return answer.getResponseStatusCode() != NO_SUCH_SCHEMA;
            }
            if (e instanceof IOException || e instanceof TimeoutException || e instanceof RetriableException) {
                return !(e instanceof java.io.EOFException);
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked")
    private static <T> T instance(String name) {
        try {
            return (T) Utils.newInstance(name, Object.class);
        } catch (ClassNotFoundException e) {
            throw new SerializationException(
                    "There is no serde class " + name + " on the class path; check rollcall.serde.", e);
        }
    }

    @Override
    public void close() {
        Utils.closeQuietly(serializer, "serializer");
        Utils.closeQuietly(deserializer, "deserializer");
    }
}
