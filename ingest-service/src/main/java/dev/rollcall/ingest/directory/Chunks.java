package dev.rollcall.ingest.directory;

import com.mongodb.client.FindIterable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;

/** The documents of very many ids, read some at a time. */
final class Chunks implements Iterator<Document> {

    private final Iterator<String> ids;
    private final int size;
    private final Function<List<String>, FindIterable<Document>> find;
    private Iterator<Document> current = List.<Document>of().iterator();

    Chunks(Iterable<String> ids, int size, Function<List<String>, FindIterable<Document>> find) {
        this.ids = ids.iterator();
        this.size = size;
        this.find = find;
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext() && ids.hasNext()) {
            var chunk = new ArrayList<String>();
            while (ids.hasNext() && chunk.size() < size) {
                chunk.add(ids.next());
            }
            current = find.apply(chunk).into(new ArrayList<>()).iterator();
        }
        return current.hasNext();
    }

    @Override
    public Document next() {
        return current.next();
    }
}
