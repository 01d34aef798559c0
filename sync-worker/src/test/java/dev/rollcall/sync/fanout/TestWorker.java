package dev.rollcall.sync.fanout;

import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.sync.MovableClock;
import dev.rollcall.sync.SyncWorkerApplication;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A worker with the fan-out role on the shared embedded backend, and what surrounds it: settings, topics, the directory. */
final class TestWorker implements AutoCloseable {

    /** With a slash at its end, which tokens don't have. */
    private static final String ISSUER = "https://rollcall.example.com/";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Duration patience;
    private final List<String> own;
    private final Backend backend = Backends.shared();
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrap()));
    /** The worker's; those of Kafka and the apps go on as ever. */
    final MovableClock clock = new MovableClock();

    final TestTopics topics = new TestTopics(backend, admin);
    final TestGroups groups = new TestGroups(topics, admin);
    final TestSettings settings = new TestSettings(topics, this::bean);
    final TestProjections projections = new TestProjections(topics, this::bean);
    final Told told = new Told(topics, this::bean);

    private boolean hasBegun;
    private @Nullable ConfigurableApplicationContext context;

    /** @param own settings, such as {@code --rollcall.fanout.attempts=1} */
    TestWorker(String... own) {
        this(PATIENCE, own);
    }

    /** @param patience of what the tests of a class wait for */
    TestWorker(Duration patience, String... own) {
        this.patience = patience;
        this.own = List.of(own);
    }

    /** Starts for all tests of a class, which are patient until it is closed. */
    void begin() {
        Awaitility.setDefaultTimeout(patience);
        hasBegun = true;
        start();
    }

    /** @param more settings than its own, until it is stopped */
    void start(String... more) {
        var application = SyncWorkerApplication.application();
        application.addInitializers(made -> ((GenericApplicationContext) made)
                .registerBean("movableClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)));
        context = application.run(Stream.of(
                        Stream.of(more),
                        own.stream(),
                        Stream.of(
                                "--server.port=0",
                                "--rollcall.roles=fanout",
                                "--rollcall.sealing-key=" + TestSettings.SEALING_KEY,
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
                .flatMap(settings -> settings)
                .toArray(String[]::new));
    }

    void stop() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    /** Brings the directory to these changes, and then tells of them. */
    void projectAndPublish(IdentityChange... changes) {
        projections.project(changes);
        topics.publish(changes);
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
        settings.close();
        topics.close();
        admin.close();
        if (hasBegun) {
            Awaitility.reset();
        }
    }
}
