package dev.rollcall.sync;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.embedded.test.Backends;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.bson.BsonInvalidOperationException;

/**
 * The shared MongoDB with manners of FerretDB 1: at the first duplicate key it gives up a bulk, unordered or not, and answers
 * so that the driver fails to read it.
 */
public final class HastyEngine {

    private HastyEngine() {}

    public static MongoClient client() {
        return hasty(MongoClient.class, MongoClients.create(Backends.shared().mongodbUri()));
    }

    private static <T> T hasty(Class<T> type, T engine) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> method.getName().equals("bulkWrite")
                        ? writeOneByOne(engine, method, arguments)
                        : alike(invoke(engine, method, arguments))));
    }

    private static Object alike(Object result) {
        return switch (result) {
            case null -> null;
            case MongoDatabase database -> hasty(MongoDatabase.class, database);
            case MongoCollection<?> collection -> hasty(MongoCollection.class, collection);
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
