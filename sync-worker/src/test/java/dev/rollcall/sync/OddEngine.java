package dev.rollcall.sync;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.embedded.test.Backends;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.jspecify.annotations.Nullable;

/** The shared MongoDB with manners of its own where bulks are written. */
public final class OddEngine {

    private static final int DUPLICATE_KEY = 11_000;

    private OddEngine() {}

    private interface Bulks {
        @Nullable
        Object write(Object engine, Method method, Object[] arguments) throws Throwable;
    }

    /**
     * As FerretDB 1: at the first duplicate key it gives up a bulk, unordered or not, and answers so that the driver fails to
     * read it.
     */
    public static MongoClient hasty() {
        return client(OddEngine::writeOneByOne);
    }

    /** Where somebody else is quicker to write the first document of the first bulk, which neither has found before. */
    public static MongoClient slower(Runnable quicker) {
        var isFirst = new AtomicBoolean(true);
        return client((engine, method, arguments) -> {
            if (isFirst.getAndSet(false)) {
                quicker.run();
                throw duplicate();
            }
            return invoke(engine, method, arguments);
        });
    }

    private static MongoBulkWriteException duplicate() {
        return new MongoBulkWriteException(
                BulkWriteResult.acknowledged(0, 0, 0, 0, List.of(), List.of()),
                List.of(new BulkWriteError(DUPLICATE_KEY, "E11000", new BsonDocument(), 0)),
                null,
                new ServerAddress(),
                Set.of());
    }

    private static MongoClient client(Bulks bulks) {
        return alike(MongoClient.class, MongoClients.create(Backends.shared().mongodbUri()), bulks);
    }

    private static <T> T alike(Class<T> type, T engine, Bulks bulks) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> method.getName().equals("bulkWrite")
                        ? bulks.write(engine, method, arguments)
                        : alike(invoke(engine, method, arguments), bulks)));
    }

    private static @Nullable Object alike(@Nullable Object result, Bulks bulks) {
        return switch (result) {
            case null -> null;
            case MongoDatabase database -> alike(MongoDatabase.class, database, bulks);
            case MongoCollection<?> collection -> alike(MongoCollection.class, collection, bulks);
            default -> result;
        };
    }

    private static Object writeOneByOne(Object engine, Method method, Object[] arguments) throws Throwable {
        Object result = null;
        try {
            for (Object write : (List<?>) arguments[0]) {
                result = invoke(engine, method, List.of(write), arguments[1]);
            }
        } catch (MongoBulkWriteException e) {
            throw new BsonInvalidOperationException("Document does not contain key n");
        }
        return result;
    }

    private static Object invoke(Object engine, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(engine, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
