package dev.rollcall.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.ConnectionSequence;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scim.Reading;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.ScimJson;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroRecordsIT {

    private static final int PREFIX = 5;
    private static final int HANGS_UP = 0;

    private final Backend backend = Backends.shared();
    private final AvroRecords records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()));

    @Test
    void readsWhatItWrote() throws Exception {
        UserState state = state();

        UserState read = records.read(Topics.USERS, records.write(Topics.USERS, state), UserState.class);

        assertThat(read).isEqualTo(state);
    }

    @Test
    void writesConfluentsWireFormatWithAnIdThatTheConfluentApiKnows() throws Exception {
        byte[] value = records.write(Topics.USERS, state());
        int id = ByteBuffer.wrap(value).getInt(1);

        assertThat(value[0]).isZero();
        var answer = get(backend.registryUrl() + "/schemas/ids/" + id);
        var schema = ScimJson.read(answer).get("schema").stringValue();
        assertThat(new Schema.Parser().parse(schema)).isEqualTo(UserState.getClassSchema());
        assertThat(get(backend.registryUrl() + "/subjects")).contains("identity.users-value");
    }

    @Test
    void tellsBytesThatNobodyCanReadFromARegistryThatIsAway() {
        byte[] unknownId = {0, 0, 1, 0, 0, 42};
        byte[] otherType = records.write(Topics.SEQUENCES, new ConnectionSequence("c", 1L, Instant.EPOCH));

        for (byte[] value : new byte[][] {{}, {1, 2, 3, 4, 5, 6}, unknownId, otherType}) {
            assertThatExceptionOfType(UnreadableRecordException.class)
                    .isThrownBy(() -> records.read(Topics.USERS, value, UserState.class));
        }
        try (var cutOff = new AvroRecords(SerdeSettings.apicurio("http://127.0.0.1:1/apis/registry/v3"))) {
            assertThatThrownBy(() -> cutOff.read(Topics.USERS, otherType, UserState.class))
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void callsEveryBrokenRecordUnreadable() {
        SerdeSettings settings = SerdeSettings.apicurio(backend.registryApiUrl());
        var notAsked = new SchemaRegistry(new SerdeSettings(settings.serializer(), settings.deserializer(), Map.of()));
        var records = new AvroRecords(settings, notAsked);
        byte[] value = records.write(Topics.USERS, state());
        byte[] endless = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
        byte[] billion = {(byte) 0x80, (byte) 0xA8, (byte) 0xD6, (byte) 0xB9, 7};
        var random = new Random(7);
        int unreadable = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] broken = Arrays.copyOf(value, PREFIX + 1 + random.nextInt(value.length));
            byte[] garbage = new byte[1 + random.nextInt(12)];
            random.nextBytes(garbage);
            byte[] with = List.of(garbage, endless, billion).get(i % 3);
            int at = PREFIX + random.nextInt(broken.length - PREFIX);
            System.arraycopy(with, 0, broken, at, Math.min(with.length, broken.length - at));
            try {
                records.read(Topics.USERS, broken, UserState.class);
            } catch (UnreadableRecordException e) {
                unreadable++;
            }
        }
        // some are broken into another record
        assertThat(unreadable).isBetween(4_000, 5_000);
    }

    /** Whatever stands before a registry that is being restarted answers like this; the record is as good as before. */
    @ParameterizedTest
    @ValueSource(ints = {HANGS_UP, 401, 403, 408, 429, 500, 502, 503, 504})
    void blamesNoRecordForARegistryThatIsUnwell(int status) throws Exception {
        byte[] value = records.write(Topics.USERS, state());
        HttpServer registry = answering(status);
        try (var unwell = new AvroRecords(SerdeSettings.apicurio(url(registry)))) {
            assertThatThrownBy(() -> unwell.read(Topics.USERS, value, UserState.class))
                    .isInstanceOf(RuntimeException.class)
                    .isNotInstanceOf(SchemasLostException.class);
            assertThatThrownBy(() -> unwell.write(Topics.USERS, state())).isInstanceOf(RuntimeException.class);
        } finally {
            registry.stop(0);
        }
    }

    /** It knows no number, as if each record were broken. */
    @Test
    void blamesNoRecordForARegistryThatLostItsSchemas() throws Exception {
        byte[] value = records.write(Topics.USERS, state());
        HttpServer registry = answering(404);
        try (var cold = new AvroRecords(SerdeSettings.apicurio(url(registry)))) {
            assertThatExceptionOfType(SchemasLostException.class)
                    .isThrownBy(() -> cold.read(Topics.USERS, value, UserState.class))
                    .withMessageContaining(Topics.USERS)
                    .withMessageContaining("restore its database");
        } finally {
            registry.stop(0);
        }
    }

    /** A registry that was written to after it lost its schemas gave their numbers to others. */
    @Test
    void blamesNoRecordForANumberThatIsAnothersWhereItsTopicHasNoSchema() {
        byte[] value = records.write(Topics.SEQUENCES, new ConnectionSequence("c", 1L, Instant.EPOCH));
        try (var cold = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()))) {
            assertThatExceptionOfType(SchemasLostException.class)
                    .isThrownBy(() -> cold.read("rollcall.no-schema", value, UserState.class));
        }
    }

    @Test
    void registersNothingInARegistryThatLostWhatThisProcessMet() throws Exception {
        HttpServer registry = answering(404);
        SerdeSettings settings = SerdeSettings.apicurio(url(registry));
        var schemas = new SchemaRegistry(settings);
        assertThat(schemas.isWhole()).as("one that is new").isTrue();
        schemas.met(Topics.SETTINGS);
        assertThat(schemas.isWhole()).isFalse();
        try (var first = new AvroRecords(settings, schemas)) {
            assertThatExceptionOfType(SchemasLostException.class)
                    .isThrownBy(() -> first.write(Topics.USERS, state()))
                    .withMessageContaining(Topics.SETTINGS);
        } finally {
            registry.stop(0);
        }
    }

    private static HttpServer answering(int status) throws IOException {
        HttpServer registry = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        registry.createContext("/", exchange -> {
            if (status != HANGS_UP) {
                exchange.sendResponseHeaders(status, -1);
            }
            exchange.close();
        });
        registry.start();
        return registry;
    }

    private static String url(HttpServer registry) {
        return "http://127.0.0.1:" + registry.getAddress().getPort() + "/apis/registry/v3";
    }

    private static UserState state() {
        User user = ScimCodec.USER.read(
                ScimJson.read(
                        "{\"schemas\":[\"" + ScimCodec.USER_URN + "\"],\"userName\":\"ada\",\"emails\":[{\"value\":"
                                + "\"a@b\"}],\"urn:example:x:1.0:User\":{\"a\":1}}"),
                null,
                Reading.lenient());
        return new UserState(
                "c",
                "u",
                1L,
                7L,
                Instant.ofEpochMilli(1_790_000_000_123L),
                Instant.ofEpochMilli(1_790_000_000_456L),
                user);
    }

    private static String get(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
