package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Set;

/** Reads a few top-level fields of an encoded document and steps over the others. */
final class BsonFields {

    private BsonFields() {}

    static Document read(byte[] bson, Set<String> names) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bson);
        buffer.skipBytes(Integer.BYTES);
        Document fields = new Document();
        for (byte type = buffer.readByte(); type != 0 && fields.size() < names.size(); type = buffer.readByte()) {
            String name = BsonDecoder.decodeCString(buffer);
            if (names.contains(name)) {
                fields.put(name, BsonDecoder.decodeValue(type, buffer));
            } else {
                skip(type, buffer);
            }
        }
        return fields;
    }

    private static void skip(byte type, ByteBuf buffer) {
        switch (type) {
            case 0x02, 0x0D -> buffer.skipBytes(buffer.readIntLE());
            case 0x03, 0x04 -> buffer.skipBytes(buffer.readIntLE() - Integer.BYTES);
            case 0x05 -> buffer.skipBytes(buffer.readIntLE() + 1);
            case 0x01, 0x09, 0x11, 0x12 -> buffer.skipBytes(Long.BYTES);
            case 0x07 -> buffer.skipBytes(12);
            case 0x08 -> buffer.skipBytes(1);
            case 0x10 -> buffer.skipBytes(Integer.BYTES);
            case 0x13 -> buffer.skipBytes(16);
            default -> BsonDecoder.decodeValue(type, buffer);
        }
    }
}
