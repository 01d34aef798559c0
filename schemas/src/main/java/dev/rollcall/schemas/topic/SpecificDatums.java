package dev.rollcall.schemas.topic;

import io.apicurio.registry.serde.avro.AvroDatumProvider;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Decoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Apicurio's way to our generated classes. Its own provider works out the fingerprint of the schema for every record,
 * which costs as much as writing it; this one keeps a writer and a reader for each schema.
 */
public final class SpecificDatums<T> implements AvroDatumProvider<T> {

    private final Map<Schema, DatumWriter<T>> writers = new ConcurrentHashMap<>();
    private final Map<Schema, DatumReader<T>> readers = new ConcurrentHashMap<>();

    @Override
    public DatumWriter<T> createDatumWriter(T data, Schema schema) {
        return writers.computeIfAbsent(schema, key -> new SpecificDatumWriter<>(key));
    }

    @Override
    public DatumReader<T> createDatumReader(Schema writer) {
        try {
            return readers.computeIfAbsent(writer, SpecificDatums::reader);
        } catch (SecurityException e) {
            throw new AvroRuntimeException("The schema names a class that isn't trusted", e);
        }
    }

    /** Reads into the class that the schema names, whatever compatible version of it was written. */
    private static <T> DatumReader<T> reader(Schema writer) {
        Class<?> type = SpecificData.get().getClass(writer);
        Schema expected = type == null ? writer : SpecificData.get().getSchema(type);
        return new Reader<>(new SpecificDatumReader<>(writer, expected));
    }

    /** Tells broken bytes apart from a broken connection to the registry: Avro throws an IOException for both. */
    private record Reader<T>(DatumReader<T> reader) implements DatumReader<T> {

        @Override
        public void setSchema(Schema schema) {
            reader.setSchema(schema);
        }

        @Override
        public T read(T reuse, Decoder in) {
            try {
                return reader.read(reuse, in);
            } catch (IOException | RuntimeException e) {
                throw new AvroRuntimeException("The bytes aren't what their schema says", e);
            }
        }
    }

    @Override
    public Schema toSchema(T data) {
        return ((SpecificRecord) data).getSchema();
    }
}
