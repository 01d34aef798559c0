package dev.rollcall.sync.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.nimbusds.jose.jwk.RSAKey;
import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.ConnectionSequence;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.Erasure;
import dev.rollcall.event.ErasureStep;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.Headcount;
import dev.rollcall.event.Hold;
import dev.rollcall.event.HoldDecision;
import dev.rollcall.event.HoldOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.MembershipState;
import dev.rollcall.event.ReplayRange;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.Setting;
import dev.rollcall.event.SigningKey;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.delivery.AppGroup;
import dev.rollcall.schemas.delivery.ReplayProgress;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.Headcounts;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import dev.rollcall.sync.MovableClock;
import dev.rollcall.sync.SyncWorkerApplication;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.mongodb.core.MongoTemplate;

/** A worker with the fan-out role on the shared embedded backend, and what surrounds it: settings and changes. */
final class TestWorker implements AutoCloseable {

    private static final String SEALING_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    /** With a slash at its end, which tokens don't have. */
    private static final String ISSUER = "https://rollcall.example.com/";

    private final Backend backend = Backends.shared();
    private final Seal seal = new Seal(SEALING_KEY);
    private final AvroRecords records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()));
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrap()));
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", backend.bootstrap(), "partitioner.class", ConnectionPartitioner.class),
            new StringSerializer(),
            new ByteArraySerializer());
    /** The worker's; those of Kafka and the apps go on as ever. */
    final MovableClock clock = new MovableClock();

    private final Map<String, Instant> created = new ConcurrentHashMap<>();
    private @Nullable ConfigurableApplicationContext context;

    /** @param more settings, such as {@code --rollcall.fanout.attempts=1} */
    void start(String... more) {
        var application = SyncWorkerApplication.application();
        application.addInitializers(made -> ((GenericApplicationContext) made)
                .registerBean("movableClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)));
        context = application.run(Stream.concat(
                        Stream.of(more),
                        Stream.of(
                                "--server.port=0",
                                "--rollcall.roles=fanout",
                                "--rollcall.sealing-key=" + SEALING_KEY,
                                "--rollcall.registry.url=" + backend.registryApiUrl(),
                                "--rollcall.topics.partitions=3",
                                "--rollcall.fanout.initial-back-off=50ms",
                                "--rollcall.fanout.max-back-off=300ms",
                                "--rollcall.fanout.issuer=" + ISSUER,
                                "--rollcall.apps.request-timeout=5s",
                                "--rollcall.apps.allowed-addresses=127.0.0.0/8,::1/128",
                                // less than an app is down in a test: a consumer that stops polling would be thrown out
                                "--spring.kafka.consumer.properties.max.poll.interval.ms=3000",
                                // workers come and go: each time the members of their groups share out anew
                                "--spring.kafka.consumer.heartbeat-interval=200ms",
                                "--spring.kafka.bootstrap-servers=" + backend.bootstrap(),
                                "--rollcall.fanout.watch-interval=200ms",
                                "--spring.mongodb.uri=" + backend.mongodbUri() + "/fanout"))
                .toArray(String[]::new));
    }

    void stop() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    void saveApp(String id, AppKind kind, String url, String secret, String connection, DeprovisionAction deprovision) {
        saveApp(id, kind, url, secret, connection, deprovision, true);
    }

    void saveApp(
            String id,
            AppKind kind,
            String url,
            String secret,
            String connection,
            DeprovisionAction deprovision,
            boolean enabled) {
        saveApp(
                id,
                AppSetting.newBuilder()
                        .setName(id)
                        .setKind(kind)
                        .setUrl(url)
                        .setConnections(List.of(connection))
                        .setSealedSecret(seal(id, secret))
                        .setDeprovision(deprovision)
                        .setEnabled(enabled)
                        .build());
    }

    /** Makes or replaces an app as it is given but for its secret; an empty one is none. */
    void saveApp(String id, AppSetting.Builder app, String secret) {
        saveApp(
                id,
                app.setName(id)
                        .setSealedSecret(secret.isEmpty() ? "" : seal(id, secret))
                        .build());
    }

    /** Lets the app, which isn't saved yet, have been made so long ago. */
    void age(String app, Duration age) {
        created.put(Settings.appKey(app), Instant.now().minus(age).truncatedTo(ChronoUnit.MILLIS));
    }

    void saveApp(String id, AppSetting app) {
        String key = Settings.appKey(id);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Setting setting = Setting.newBuilder()
                .setId(key)
                .setCreated(created.computeIfAbsent(key, _ -> now))
                .setTime(now)
                .setApp(app)
                .build();
        send(Topics.SETTINGS, key, records.write(Topics.SETTINGS, setting));
    }

    /** Makes or replaces any setting. */
    void save(Setting setting) {
        send(Topics.SETTINGS, setting.getId(), records.write(Topics.SETTINGS, setting));
    }

    /** A key that signs, as the ingest service makes it. */
    void saveSigningKey(RSAKey key) {
        String id = Settings.signingKeyKey(key.getKeyID());
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Setting setting = Setting.newBuilder()
                .setId(id)
                .setCreated(now)
                .setTime(now)
                .setSigningKey(new SigningKey(key.toPublicJWK().toJSONString(), seal.seal(id, key.toJSONString())))
                .build();
        send(Topics.SETTINGS, id, records.write(Topics.SETTINGS, setting));
    }

    void removeSigningKey(RSAKey key) {
        send(Topics.SETTINGS, Settings.signingKeyKey(key.getKeyID()), null);
    }

    /** Seals what an app's setting holds. */
    String seal(String app, String secret) {
        return seal.seal(Settings.appKey(app), secret);
    }

    /** A connection whose deactivated users lose their accounts; done when the worker knows it. */
    void saveSeatDeprovision(String connection) {
        String key = Settings.connectionKey(connection);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Setting setting = Setting.newBuilder()
                .setId(key)
                .setCreated(now)
                .setTime(now)
                .setConnection(ConnectionSetting.newBuilder()
                        .setName(connection)
                        .setUserDeprovision(true)
                        .setSeatDeprovision(true)
                        .build())
                .build();
        send(Topics.SETTINGS, key, records.write(Topics.SETTINGS, setting));
        Settings settings = Objects.requireNonNull(context).getBean(Settings.class);
        await().until(() -> settings.connection(connection).isPresent());
    }

    /** Puts a membership into the directory, and how far the directory has come. */
    void project(String connection, String group, String user, long sequence) {
        var collections = new DirectoryCollections(
                Objects.requireNonNull(context).getBean(MongoTemplate.class).getDb());
        collections
                .memberships()
                .insertOne(new Document("_id", Keys.membership(connection, group, user))
                        .append(DirectoryDocuments.CONNECTION, connection)
                        .append(DirectoryDocuments.GROUP, group)
                        .append(DirectoryDocuments.USER, Keys.resource(connection, user)));
        collections
                .sequences()
                .replaceOne(
                        Filters.eq("_id", connection),
                        new Document("_id", connection).append(DirectoryDocuments.SEQUENCE, sequence),
                        new ReplaceOptions().upsert(true));
    }

    /** Brings the directory to these changes, as the directory role does. */
    void project(IdentityChange... changes) {
        var collections = new DirectoryCollections(
                Objects.requireNonNull(context).getBean(MongoTemplate.class).getDb());
        for (IdentityChange change : changes) {
            String connection = change.getConnection();
            switch (change.getAfter()) {
                case UserState user -> replace(collections.users(), new StateWrite.OfUser(user));
                case GroupState group -> replace(collections.groups(), new StateWrite.OfGroup(group));
                case null, default ->
                    (change.getResourceType() == ResourceType.USER ? collections.users() : collections.groups())
                            .deleteOne(Filters.eq("_id", Keys.resource(connection, change.getResource())));
            }
            change.getMembersRemoved()
                    .forEach(user -> collections
                            .memberships()
                            .deleteOne(Filters.eq("_id", Keys.membership(connection, change.getResource(), user))));
            change.getMembersAdded()
                    .forEach(user -> replace(
                            collections.memberships(),
                            new StateWrite.OfMembership(new MembershipState(
                                    connection, change.getResource(), user, change.getSequence(), Instant.EPOCH))));
            collections
                    .sequences()
                    .replaceOne(
                            Filters.eq("_id", connection),
                            new Document("_id", connection).append(DirectoryDocuments.SEQUENCE, change.getSequence()),
                            new ReplaceOptions().upsert(true));
        }
    }

    private static void replace(MongoCollection<Document> collection, StateWrite write) {
        collection.replaceOne(
                Filters.eq("_id", write.key()),
                DirectoryDocuments.of(write, Instant.now()),
                new ReplaceOptions().upsert(true));
    }

    /** Brings the directory to these changes, and then tells of them. */
    void projectAndPublish(IdentityChange... changes) {
        project(changes);
        publish(changes);
    }

    /** Decides about a hold, as the ingest service does for an operator. */
    void decide(String connection, Hold hold, HoldOutcome outcome) {
        String key = Settings.holdKey(Keys.hold(connection, hold.getFirst()));
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Setting setting = Setting.newBuilder()
                .setId(key)
                .setCreated(now)
                .setTime(now)
                .setHold(new HoldDecision(connection, hold, outcome, "admin-token", "A test"))
                .build();
        send(Topics.SETTINGS, key, records.write(Topics.SETTINGS, setting));
    }

    /** Puts a hold into the directory, as the directory role does. */
    void projectHold(String connection, Hold hold) {
        var count = new Headcount(connection, hold.getLast(), Instant.EPOCH, 50L, List.of(), hold);
        new DirectoryCollections(bean(MongoTemplate.class).getDb())
                .headcounts()
                .replaceOne(
                        Filters.eq("_id", connection), Headcounts.document(count), new ReplaceOptions().upsert(true));
    }

    /** Forgets somebody, as the ingest service does; done when the worker knows it. */
    void erase(String connection, String user) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Erasure erasure = Erasure.newBuilder()
                .setConnection(connection)
                .setUser(user)
                .setRequested(now)
                .setTime(now)
                .setStep(ErasureStep.DONE)
                .setOperator("admin-token")
                .build();
        send(Topics.ERASURES, Keys.resource(connection, user), records.write(Topics.ERASURES, erasure));
        await().until(() -> bean(Erasures.class).isErased(connection, user));
    }

    void removeApp(String id) {
        send(Topics.SETTINGS, Settings.appKey(id), null);
    }

    void publish(IdentityChange... changes) {
        for (IdentityChange change : changes) {
            send(Topics.CHANGES, change.getConnection(), records.write(Topics.CHANGES, change));
        }
    }

    /** Wishes for another try of what was given up. */
    void retry(DeadLetter letter) {
        DeliveryRetry retry = DeliveryRetry.newBuilder()
                .setId(letter.getId())
                .setTime(letter.getTime().plusMillis(1))
                .setApp(letter.getApp())
                .setConnection(letter.getConnection())
                .setResourceType(letter.getResourceType())
                .setResource(letter.getResource())
                .setSequence(letter.getSequence())
                .setTopic(letter.getTopic())
                .setPartition(letter.getPartition())
                .setOffset(letter.getOffset())
                .setRecord(letter.getRecord())
                .setOperator("admin-token")
                .build();
        send(Topics.RETRIES, letter.getConnection(), records.write(Topics.RETRIES, retry));
    }

    /** Wishes that an app is given a change again. */
    void replay(String app, String replay, boolean isForced, IdentityChange... changes) {
        for (IdentityChange change : changes) {
            DeliveryRetry retry = DeliveryRetry.newBuilder()
                    .setId(replay + "-" + change.getId())
                    .setTime(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                    .setApp(app)
                    .setConnection(change.getConnection())
                    .setResourceType(change.getResourceType())
                    .setResource(change.getResource())
                    .setSequence(change.getSequence())
                    .setTopic(Topics.CHANGES)
                    .setPartition(0)
                    .setOffset(change.getSequence())
                    .setRecord(ByteBuffer.wrap(records.write(Topics.CHANGES, change)))
                    .setOperator("admin-token")
                    .setReplay(replay)
                    .setForced(isForced)
                    .build();
            send(Topics.RETRIES, change.getConnection(), records.write(Topics.RETRIES, retry));
        }
    }

    /** Makes or changes a replay. */
    void saveReplay(String id, ReplaySetting replay) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Setting setting = Setting.newBuilder()
                .setId(Settings.replayKey(id))
                .setCreated(now)
                .setTime(now)
                .setReplay(replay)
                .build();
        send(Topics.SETTINGS, setting.getId(), records.write(Topics.SETTINGS, setting));
    }

    void removeReplay(String id) {
        send(Topics.SETTINGS, Settings.replayKey(id), null);
    }

    /** All that is in these topics now. */
    List<ReplayRange> ranges(String... topics) {
        return ends(topics).entrySet().stream()
                .map(end -> new ReplayRange(end.getKey().topic(), end.getKey().partition(), 0L, end.getValue()))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Waits until a replay has gone through its ranges of these topics; its numbers, summed up. */
    ReplayProgress awaitReplayed(String id, List<ReplayRange> ranges) {
        await().untilAsserted(() -> {
            Map<TopicPartition, OffsetAndMetadata> offsets = replayed(id);
            assertThat(ranges)
                    .allSatisfy(range -> assertThat(
                                    offsets.get(new TopicPartition(range.getTopic(), range.getPartition())))
                            .isNotNull()
                            .satisfies(offset -> assertThat(offset.offset()).isEqualTo(range.getTo())));
        });
        return progress(id);
    }

    ReplayProgress progress(String id) {
        return replayed(id).values().stream()
                .map(offset -> ReplayProgress.of(offset.metadata()))
                .reduce(ReplayProgress.NONE, ReplayProgress::plus);
    }

    private Map<TopicPartition, OffsetAndMetadata> replayed(String id) {
        try {
            return admin.listConsumerGroupOffsets(ReplayProgress.group(id))
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts what the directory has into the compacted topics. */
    void publishStates(
            String connection, List<UserState> users, List<GroupState> groups, Map<String, List<String>> of) {
        users.forEach(
                user -> send(Topics.USERS, Keys.resource(connection, user.getId()), records.write(Topics.USERS, user)));
        groups.forEach(group ->
                send(Topics.GROUPS, Keys.resource(connection, group.getId()), records.write(Topics.GROUPS, group)));
        of.forEach((group, members) -> members.forEach(user -> send(
                Topics.MEMBERSHIPS,
                Keys.membership(connection, group, user),
                records.write(Topics.MEMBERSHIPS, new MembershipState(connection, group, user, 1L, Instant.EPOCH)))));
    }

    /** Lets the app begin at the end of what is there now. */
    void startAtEnd(String app) {
        var now = new HashMap<TopicPartition, OffsetAndMetadata>();
        ends().forEach((partition, end) -> now.put(partition, new OffsetAndMetadata(end)));
        try {
            admin.alterConsumerGroupOffsets(AppGroup.of(app), now).all().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void send(String topic, String key, byte @Nullable [] value) {
        producer.send(new ProducerRecord<>(topic, key, value));
        producer.flush();
    }

    /** Garbage, a schema that nobody knows, broken bytes of ours, another record, and nothing. */
    List<byte[]> poison() {
        byte[] broken = records.write(Topics.SEQUENCES, new ConnectionSequence("nobody", 1L, Instant.EPOCH));
        byte[] otherType = broken.clone();
        Arrays.fill(broken, 5, broken.length, (byte) -1);
        return Arrays.asList(
                "poison".getBytes(UTF_8), new byte[] {0, 0x7f, 0, 0, 99, 1, 2, 3}, broken, otherType, null);
    }

    /** Every record of a topic that can be read, in order of its partitions. */
    <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        var found = new ArrayList<T>();
        each(topic, record -> found.add(decode(topic, record.value(), type)));
        return found;
    }

    /** Brings the app's dead letters to where the ingest service projects them. */
    void projectLetters(String app) {
        MongoCollection<Document> letters = bean(MongoTemplate.class).getCollection("dead_letters");
        each(Topics.DEAD_LETTERS, record -> {
            DeadLetter letter = decode(Topics.DEAD_LETTERS, record.value(), DeadLetter.class);
            if (app.equals(letter.getApp())) {
                letters.replaceOne(
                        Filters.eq("_id", letter.getId()),
                        new Document("_id", letter.getId())
                                .append("state", "OPEN")
                                .append("letterPartition", record.partition())
                                .append("letterOffset", record.offset()),
                        new ReplaceOptions().upsert(true));
            }
        });
    }

    void each(String topic, Consumer<ConsumerRecord<String, byte[]>> look) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", backend.bootstrap(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = ends(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(look);
            }
        }
    }

    <T extends SpecificRecord> T decode(String topic, byte[] value, Class<T> type) {
        try {
            return records.read(topic, value, type);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the app's group has committed everything. */
    void awaitCaughtUp(String app) {
        await().atMost(Duration.ofSeconds(30)).until(() -> committed(app).equals(ends()));
    }

    /** The ids of the members of the app's group. */
    Set<String> members(String app) throws Exception {
        var members = new HashSet<String>();
        admin.describeConsumerGroups(List.of(AppGroup.of(app)))
                .all()
                .get()
                .values()
                .forEach(group -> group.members().forEach(member -> members.add(member.consumerId())));
        return members;
    }

    /** The partitions of the topic that each member of the app's group has. */
    Map<String, Set<Integer>> partitions(String app, String topic) throws Exception {
        var partitions = new HashMap<String, Set<Integer>>();
        admin.describeConsumerGroups(List.of(AppGroup.of(app)))
                .all()
                .get()
                .values()
                .forEach(group -> group.members()
                        .forEach(member -> partitions.put(
                                member.consumerId(),
                                member.assignment().topicPartitions().stream()
                                        .filter(partition -> partition.topic().equals(topic))
                                        .map(TopicPartition::partition)
                                        .collect(Collectors.toSet()))));
        return partitions;
    }

    /** Moves the app's group to the beginning; its consumer has to be away. */
    void resetOffsets(String app) {
        var first = new HashMap<TopicPartition, OffsetAndMetadata>();
        offsets(ends().keySet(), OffsetSpec.earliest())
                .forEach((partition, offset) -> first.put(partition, new OffsetAndMetadata(offset)));
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            admin.alterConsumerGroupOffsets(AppGroup.of(app), first).all().get();
            return true;
        });
    }

    /** Lets Kafka forget where the app's group is; its consumer has to be away. */
    void forgetOffsets(String app) {
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            admin.deleteConsumerGroups(List.of(AppGroup.of(app))).all().get();
            return true;
        });
    }

    /** Deletes all changes so far, as Kafka does when their retention has passed. */
    void expireChanges() {
        var before = new HashMap<TopicPartition, RecordsToDelete>();
        ends(Topics.CHANGES).forEach((partition, end) -> before.put(partition, RecordsToDelete.beforeOffset(end)));
        try {
            admin.deleteRecords(before).all().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says that the directory is whole, as the directory role does. */
    void markWhole() {
        var marks = new Marks(collections());
        for (int partition = 0; partition < 3; partition++) {
            marks.begin(partition, 3, "test");
            marks.complete(partition, "test");
        }
    }

    /** As it is where no directory role ever was. */
    void unmark() {
        DirectoryCollections collections = collections();
        Stream.of(
                        collections.users(),
                        collections.groups(),
                        collections.memberships(),
                        collections.outcomes(),
                        collections.sequences(),
                        collections.headcounts())
                .forEach(collection -> collection.deleteMany(Filters.regex("_id", "^~")));
    }

    private DirectoryCollections collections() {
        return new DirectoryCollections(bean(MongoTemplate.class).getDb());
    }

    private Map<TopicPartition, Long> committed(String app) throws Exception {
        var offsets = new HashMap<TopicPartition, Long>();
        admin.listConsumerGroupOffsets(AppGroup.of(app))
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> offsets.put(partition, offset == null ? 0 : offset.offset()));
        ends().forEach((partition, end) -> offsets.putIfAbsent(partition, 0L));
        return offsets;
    }

    private Map<TopicPartition, Long> ends() {
        return ends(Topics.CHANGES, Topics.RETRIES);
    }

    private Map<TopicPartition, Long> ends(String... topics) {
        return ends(Stream.of(topics)
                .flatMap(topic -> IntStream.range(0, 3).mapToObj(partition -> new TopicPartition(topic, partition)))
                .toList());
    }

    /** Also behind what is committed and whose markers the broker has yet to write: a commit doesn't wait for them. */
    private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec) {
        try {
            var offsets = new HashMap<TopicPartition, Long>();
            admin.listOffsets(partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> spec)))
                    .all()
                    .get()
                    .forEach((partition, info) -> offsets.put(partition, info.offset()));
            return offsets;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    <T> T bean(Class<T> type) {
        if (context == null) {
            throw new IllegalStateException("The worker isn't running.");
        }
        return context.getBean(type);
    }

    @Override
    public void close() {
        stop();
        producer.close();
        admin.close();
        records.close();
    }
}
