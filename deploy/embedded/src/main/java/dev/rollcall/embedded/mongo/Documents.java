package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Iterator;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** The documents of one collection as BSON, in the order of their ids. */
final class Documents {

    private final MVMap<Key, byte[]> map;
    private final LongAdder decoded;

    Documents(MVMap<Key, byte[]> map, LongAdder decoded) {
        this.map = map;
        this.decoded = decoded;
    }

    @Nullable
    Document get(Key key) {
        byte[] bson = map.get(key);
        if (bson == null) {
            return null;
        }
        decoded.increment();
        return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bson));
    }

    /** With some of its fields only, which costs far less. */
    @Nullable
    Document get(Key key, Set<String> fields) {
        byte[] bson = map.get(key);
        if (bson == null) {
            return null;
        }
        decoded.increment();
        return BsonFields.read(bson, fields);
    }

    boolean contains(Key key) {
        return map.containsKey(key);
    }

    void put(Key key, Document document) {
        ByteBuf buffer = Unpooled.buffer(1024);
        BsonEncoder.encodeDocument(document, buffer);
        byte[] bson = new byte[buffer.readableBytes()];
        buffer.readBytes(bson);
        map.put(key, bson);
    }

    boolean remove(Key key) {
        return map.remove(key) != null;
    }

    int count() {
        return map.size();
    }

    /** The keys within the range, without touching the documents. */
    Stream<Key> keys(KeyRange range, boolean descending) {
        Cursor<Key, byte[]> cursor =
                descending ? map.cursor(range.to(), range.from(), true) : map.cursor(range.from(), range.to(), false);
        // the store's cursors include their upper end, a range excludes it
        return stream(cursor).filter(range::contains);
    }

    void forEachEncoded(BiConsumer<Key, byte[]> visitor) {
        Cursor<Key, byte[]> cursor = map.cursor(null);
        while (cursor.hasNext()) {
            Key key = cursor.next();
            visitor.accept(key, cursor.getValue());
        }
    }

    static <T> Stream<T> stream(Iterator<T> iterator) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED | Spliterator.DISTINCT), false);
    }
}
