package dev.rollcall.schemas.topic;

import com.microsoft.kiota.ApiException;
import java.io.EOFException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.InvalidNumberEncodingException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

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

    private final Serializer<Object> serializer;
    private final Deserializer<Object> deserializer;
    private final SchemaRegistry registry;
    private final Set<String> written = ConcurrentHashMap.newKeySet();

    public AvroRecords(SerdeSettings settings) {
        this(settings, new SchemaRegistry(settings));
    }

    /** @param registry shared by all of the process, so that what one of them met counts for the others */
    public AvroRecords(SerdeSettings settings, SchemaRegistry registry) {
        this.registry = registry;
        serializer = instance(settings.serializer());
        deserializer = instance(settings.deserializer());
        serializer.configure(settings.properties(), false);
        deserializer.configure(settings.properties(), false);
    }

    /**
     * The record as the topic's value; its schema is registered under {@code <topic>-value} when it is new.
     *
     * @throws RuntimeException when the schema is new here and the registry can't be reached, lost its schemas or refuses it
     */
    public byte[] write(String topic, SpecificRecord value) {
        if (written.contains(topic)) {
            return serializer.serialize(topic, value);
        }
        registry.requireWhole();
        byte[] bytes = serializer.serialize(topic, value);
        registry.met(topic);
        written.add(topic);
        return bytes;
    }

    /**
     * The topic's value as a record of the given type, whatever compatible version it was written with.
     *
     * @throws UnreadableRecordException when it never will be readable
     * @throws RuntimeException when the registry can't be reached or lost its schemas; trying again helps
     */
    public <T extends SpecificRecord> T read(String topic, byte @Nullable [] value, Class<T> type)
            throws UnreadableRecordException {
        if (value == null || value.length <= PREFIX_BYTES || value[0] != MAGIC) {
            throw new UnreadableRecordException("The value on " + topic + " isn't in Confluent's wire format (magic"
                    + " byte 0, 4-byte schema id, Avro); write it with a schema-registry serializer.");
        }
        Object read;
        try {
            read = deserializer.deserialize(topic, value);
        } catch (RuntimeException e) {
            if (isForEver(e)) {
                registry.requireWhole(topic);
                throw new UnreadableRecordException(
                        "The value on " + topic + " can't be read: "
                                + e.getClass().getSimpleName(),
                        e);
            }
            throw e;
        }
        if (!type.isInstance(read)) {
            registry.requireWhole(topic);
            throw new UnreadableRecordException("The value on " + topic + " isn't a " + type.getSimpleName() + ".");
        }
        registry.met(topic);
        return type.cast(read);
    }

    /**
     * Whether the record is to blame. In doubt it isn't: a good record among the dead letters is worse than one that is
     * tried again.
     */
    private static boolean isForEver(RuntimeException failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            switch (e) {
                case ApiException answer -> {
                    return SchemaRegistry.isNoSuchThing(answer);
                }
                case AvroRuntimeException _, EOFException _, InvalidNumberEncodingException _ -> {
                    return true;
                }
                case IOException _, TimeoutException _, RetriableException _ -> {
                    return false;
                }
                default -> {
                    // its cause may tell
                }
            }
        }
        // Confluent's classes say so of a schema id that nobody knows
        return failure instanceof SerializationException;
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
