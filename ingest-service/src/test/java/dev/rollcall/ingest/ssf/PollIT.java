package dev.rollcall.ingest.ssf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.Fault;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.credential.Tokens;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.delivery.EventQueue;
import dev.rollcall.schemas.delivery.EventToken;
import dev.rollcall.schemas.delivery.QueuedToken;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Recipients fetch their tokens as RFC 8936 has it; the requests are those of its figures. */
class PollIT {

    private static final String TOKEN = "a-recipient-token";

    private final Stage stage = Stage.shared();
    private final EventQueue queue = stage.bean(EventQueue.class);
    private final String app = "set-" + UUID.randomUUID().toString().substring(0, 8);
    private final HttpCalls recipient = new HttpCalls(stage.url() + "/ssf/" + app, TOKEN);

    @BeforeEach
    void saveApp() {
        queue.createIndexes();
        save(true);
    }

    @Test
    void givesTokensThatThePublishedKeysVerify() throws Exception {
        queue(1);
        HttpCalls open = new HttpCalls(stage.url(), null);
        JsonNode metadata = open.get("/.well-known/ssf-configuration").expect(200);
        assertThat(metadata.get("issuer").stringValue()).isEqualTo(stage.url());
        assertThat(metadata.get("jwks_uri").stringValue()).isEqualTo(stage.url() + "/ssf/jwks");

        HttpCalls.Answer answer = recipient.post("/poll", "{\"returnImmediately\": true}");

        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        JWSObject token =
                JWSObject.parse(answer.expect(200).get("sets").get(jti(1)).stringValue());
        JWKSet keys = JWKSet.parse(open.get("/ssf/jwks").response().body());
        assertThat(keys.containsNonPublicKeys()).isFalse();
        assertThat(token.getHeader().getType().getType()).isEqualTo("secevent+jwt");
        var key = keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey();
        assertThat(token.verify(new RSASSAVerifier(key))).isTrue();
        assertThat(token.getPayload().toString()).isEqualTo("{\"jti\":\"" + jti(1) + "\"}");
    }

    @Test
    void givesWhatIsNotAcknowledgedAgainAndInOrder() {
        queue(3, 1, 2);

        assertThat(poll("{\"maxEvents\": 2, \"returnImmediately\": true}")
                        .get("sets")
                        .propertyNames())
                .containsExactly(jti(1), jti(2));
        JsonNode again = poll("{\"maxEvents\": 2, \"returnImmediately\": true}");
        assertThat(again.get("sets").propertyNames()).containsExactly(jti(1), jti(2));
        assertThat(again.get("moreAvailable").booleanValue()).isTrue();

        JsonNode next = poll("{\"returnImmediately\": true, \"ack\": [\"" + jti(1) + "\", \"" + jti(2) + "\", \"x\"]}");
        assertThat(next.get("sets").propertyNames()).containsExactly(jti(3));
        assertThat(next.get("moreAvailable").booleanValue()).isFalse();
        queue(1);
        assertThat(poll("{\"returnImmediately\": true, \"ack\": [\"" + jti(3) + "\"]}")
                        .get("sets"))
                .as("a worker that repeats itself brings nothing back")
                .isEmpty();
    }

    @Test
    void onlyAcknowledgesWhereNoEventIsAskedFor() {
        queue(1, 2);

        JsonNode answer = poll("{\"maxEvents\": 0, \"ack\": [\"" + jti(1) + "\"]}");

        assertThat(answer.get("sets")).isEmpty();
        assertThat(answer.get("moreAvailable").booleanValue()).isTrue();
        assertThat(queue.head(app, 10)).extracting(QueuedToken::sequence).containsExactly(2L);
    }

    @Test
    void makesADeadLetterOfWhatCannotBeTaken() {
        queue(1, 2);

        JsonNode answer = poll("""
                {"returnImmediately": true, "setErrs":
                  {"%s": {"err": "invalid_key", "description": "no key for ada@example.com"}, "x": null}}""".formatted(jti(1)));

        assertThat(answer.get("sets").propertyNames()).containsExactly(jti(2));
        assertThat(deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.getFault()).isEqualTo(Fault.RESOURCE);
            assertThat(letter.getSequence()).isEqualTo(1);
            assertThat(letter.getOffset()).isEqualTo(41);
            assertThat(letter.getCause()).contains("invalid_key").doesNotContain("ada");
        });
    }

    @Test
    void waitsForATokenAndAnswersWhenItComes() throws Exception {
        var answer = CompletableFuture.supplyAsync(() -> poll("{}"));
        await().during(Duration.ofMillis(800)).until(() -> !answer.isDone());
        queue(1);

        assertThat(answer.get(5, TimeUnit.SECONDS).get("sets").propertyNames()).containsExactly(jti(1));
    }

    @Test
    void endsTheWaitWithNothingWhenItTakesTooLongOrTheServiceStops() throws Exception {
        try (var impatient = stage.start(Map.of("rollcall.ingest.poll.longest-wait", "600ms"))) {
            JsonNode answer = new HttpCalls(Stage.url(impatient) + "/ssf/" + app, TOKEN)
                    .post("/poll", "{}")
                    .expect(200);
            assertThat(answer.get("sets")).isEmpty();
        }
        CompletableFuture<JsonNode> waiting;
        try (var stopping = stage.start(Map.of())) {
            var calls = new HttpCalls(Stage.url(stopping) + "/ssf/" + app, TOKEN);
            waiting = CompletableFuture.supplyAsync(
                    () -> calls.post("/poll", "{}").expect(200));
            await().during(Duration.ofMillis(500)).until(() -> !waiting.isDone());
        }
        assertThat(waiting.get(5, TimeUnit.SECONDS).get("sets")).isEmpty();
    }

    @Test
    void servesTwoPollersTheSameTokensAndEitherAcknowledges() throws Exception {
        var first = CompletableFuture.supplyAsync(() -> poll("{}"));
        var calls = new HttpCalls(Stage.url(stage.second()) + "/ssf/" + app, TOKEN);
        var second =
                CompletableFuture.supplyAsync(() -> calls.post("/poll", "{}").expect(200));
        queue(1);
        assertThat(first.get(5, TimeUnit.SECONDS).get("sets").propertyNames()).containsExactly(jti(1));
        assertThat(second.get(5, TimeUnit.SECONDS).get("sets").propertyNames()).containsExactly(jti(1));
        String ack = "{\"returnImmediately\": true, \"ack\": [\"" + jti(1) + "\"]}";
        calls.post("/poll", ack).expect(200);
        assertThat(poll(ack).get("sets")).isEmpty();
    }

    @Test
    void knowsARecipientByItsOwnTokenOnly() {
        for (HttpCalls wrong : List.of(
                recipient.withToken("wrong"),
                recipient.withToken(Stage.ADMIN_TOKEN),
                new HttpCalls(stage.url() + "/ssf/nobody", TOKEN))) {
            HttpCalls.Answer refused = wrong.post("/poll", "{}");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer ").contains("invalid_token");
        }
        assertThat(recipient.withToken(null).post("/poll", "{}").header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"rollcall\"");
        save(false);
        recipient.post("/poll", "{}").expect(403);
    }

    @Test
    void refusesWhatIsNoPoll() {
        recipient.post("/poll", "{\"maxEvents\": -1}").expect(400);
        recipient.post("/poll", "{\"ack\": 1}").expect(400);
        recipient.post("/poll", "[").expect(400);
        recipient
                .post("/poll", "a=b", "Content-Type", "application/x-www-form-urlencoded")
                .expect(415);
        recipient.post("/poll", "{\"returnImmediately\": true, \"later\": 1}").expect(200);
    }

    @Test
    void makesAKeyForThoseWhoSignAsSoonAsThereIsARecipient() {
        stage.settings()
                .signingKeys()
                .forEach(key ->
                        stage.admin().delete("/api/v1/signing-keys/" + key.id()).expect(204));
        save(true);

        await().untilAsserted(() -> assertThat(stage.settings().signingKeys()).isNotEmpty());
    }

    @Test
    void keepsNothingForAnAppThatIsRemoved() {
        queue(1);
        stage.admin().delete("/api/v1/apps/" + app).expect(204);

        await().untilAsserted(() -> assertThat(queue.head(app, 10)).isEmpty());
        assertThat(recipient.post("/poll", "{}").status()).isEqualTo(401);
    }

    private JsonNode poll(String body) {
        return recipient.post("/poll", body).expect(200);
    }

    private void queue(long... sequences) {
        var tokens = new ArrayList<QueuedToken>();
        for (long sequence : sequences) {
            var token = new EventToken(jti(sequence), "{\"jti\":\"" + jti(sequence) + "\"}");
            tokens.add(new QueuedToken(token, app, "c1", sequence, 0, ResourceType.USER, "u1", 0, 40 + sequence));
        }
        queue.put(tokens);
    }

    private String jti(long sequence) {
        return "r" + sequence + "@" + app;
    }

    private void save(boolean enabled) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        stage.put(Setting.newBuilder()
                .setId(Settings.appKey(app))
                .setCreated(now)
                .setTime(now)
                .setApp(AppSetting.newBuilder()
                        .setName(app)
                        .setKind(AppKind.SET_POLL)
                        .setUrl("")
                        .setSealedSecret("")
                        .setConnections(List.of("c1"))
                        .setTokenHash(Tokens.hash(TOKEN))
                        .setEnabled(enabled)
                        .build())
                .build());
    }

    private List<DeadLetter> deadLetters() {
        var found = new ArrayList<DeadLetter>();
        var backend = stage.backend();
        try (var records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()));
                var consumer = new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", backend.bootstrap()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.DEAD_LETTERS).stream()
                    .map(partition -> new TopicPartition(Topics.DEAD_LETTERS, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    try {
                        found.add(records.read(Topics.DEAD_LETTERS, record.value(), DeadLetter.class));
                    } catch (UnreadableRecordException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
        }
        return found.stream().filter(letter -> app.equals(letter.getApp())).toList();
    }
}
