package dev.rollcall.schemas.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoNamespace;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class DirectoryCollectionsTest {

    private final Set<String> indexes = new HashSet<>();
    private BsonDocument refusal = BsonDocument.parse("{ok: 0, code: 238, codeName: 'NotImplemented'}");

    @Test
    void doesWithoutExpiryWhereTheEngineHasNone() {
        new DirectoryCollections(engine(options -> options.getExpireAfter(TimeUnit.DAYS) != null)).createIndexes();

        assertThat(indexes)
                .contains("outcomes_by_time", "users_removed", "groups_removed", "memberships_removed")
                .contains("users_by_user_name_and_id");
    }

    @Test
    void doesNotDoWithoutExpiryForAnotherFailure() {
        refusal = BsonDocument.parse("{ok: 0, code: 50, codeName: 'MaxTimeMSExpired'}");
        var collections = new DirectoryCollections(engine(options -> options.getExpireAfter(TimeUnit.DAYS) != null));

        assertThatExceptionOfType(MongoCommandException.class).isThrownBy(collections::createIndexes);
        assertThat(indexes).doesNotContain("users_removed");
    }

    @Test
    void doesNotDoWithoutIndexes() {
        var collections = new DirectoryCollections(engine(_ -> true));

        assertThatExceptionOfType(MongoCommandException.class).isThrownBy(collections::createIndexes);
    }

    /** An engine that notes which indexes it makes, and refuses some as FerretDB does. */
    private MongoDatabase engine(Predicate<IndexOptions> refused) {
        return proxy(MongoDatabase.class, (_, method, arguments) -> switch (method.getName()) {
            case "getCollection" -> collection((String) arguments[0], refused);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private MongoCollection<?> collection(String name, Predicate<IndexOptions> refused) {
        return proxy(MongoCollection.class, (_, method, arguments) -> switch (method.getName()) {
            case "getNamespace" -> new MongoNamespace("rollcall", name);
            case "createIndex" -> created((IndexOptions) arguments[1], refused);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private String created(IndexOptions options, Predicate<IndexOptions> refused) {
        if (refused.test(options)) {
            throw new MongoCommandException(refusal, new ServerAddress());
        }
        indexes.add(options.getName());
        return options.getName();
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
