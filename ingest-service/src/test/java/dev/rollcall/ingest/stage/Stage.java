package dev.rollcall.ingest.stage;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.IngestServiceApplication;
import dev.rollcall.ingest.setting.SettingsLog;
import dev.rollcall.schemas.setting.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The service on real servers, with a stand-in for the worker; shared by all tests of a JVM. */
public final class Stage {

    public static final String ADMIN_TOKEN = "an-admin-token-for-tests";
    public static final String SEALING_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Stage SHARED = new Stage();

    private final Backend backend = Backends.shared();
    private final ConfigurableApplicationContext context = start(Map.of(
            "rollcall.ingest.result-timeout", "1s",
            "rollcall.ingest.erasure.interval", "1s",
            "rollcall.ingest.erasure.settle", "1s"));
    private final StandInWorker worker = new StandInWorker(backend);

    private static final class Second {
        static final ConfigurableApplicationContext CONTEXT = SHARED.start(Map.of());
    }

    private Stage() {
        worker.start();
    }

    public static Stage shared() {
        return SHARED;
    }

    /** The instance that tests talk to, where they don't say which. */
    public ConfigurableApplicationContext context() {
        return context;
    }

    /**
     * Another instance with the same settings, shared by all tests of a JVM as well, that knows what was set so far. Tests
     * that stop an instance, or want it to be new, {@link #start} their own.
     */
    public ConfigurableApplicationContext second() {
        ConfigurableApplicationContext second = Second.CONTEXT;
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        // whoever writes has seen all
        second.getBean(SettingsLog.class)
                .put(Setting.newBuilder()
                        .setId("stage/second")
                        .setCreated(now)
                        .setTime(now)
                        .build())
                .block(PATIENCE);
        return second;
    }

    /** A client of the connection on the second instance. */
    public HttpCalls onSecond(HttpCalls scim) {
        return new HttpCalls(url(second()) + "/scim/v2/" + scim.connection(), scim.token());
    }

    /** Another instance of the service, for other settings; the caller closes it. */
    public ConfigurableApplicationContext start(Map<String, String> settings) {
        return start(backend, settings);
    }

    /** The service with its settings on top of those that every test needs. */
    public static ConfigurableApplicationContext start(Backend backend, Map<String, String> settings) {
        var all = new HashMap<>(Map.of(
                "server.port",
                "0",
                "spring.main.register-shutdown-hook",
                "false",
                "logging.level.root",
                "WARN",
                "spring.kafka.bootstrap-servers",
                backend.bootstrap(),
                "spring.mongodb.uri",
                backend.mongodbUri(),
                "rollcall.registry.url",
                backend.registryApiUrl(),
                "rollcall.admin-token",
                ADMIN_TOKEN,
                "rollcall.sealing-key",
                SEALING_KEY,
                // of the tests' own identity providers
                "rollcall.provider.allow-loopback",
                "true"));
        // instances come and go: each time the members of their groups share out anew
        all.put("spring.kafka.consumer.heartbeat-interval", "200ms");
        // and many a test waits for what a projection gathers
        all.put("spring.kafka.consumer.fetch-max-wait", "100ms");
        all.putAll(settings);
        return IngestServiceApplication.start(all.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new));
    }

    public Backend backend() {
        return backend;
    }

    public StandInWorker worker() {
        return worker;
    }

    /** A part of the service that there are more of. */
    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    /** The settings as the service sees them. */
    public Settings settings() {
        return bean(Settings.class);
    }

    /** A part of the service. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Makes or replaces a setting; done when the service sees it. */
    public void put(Setting setting) {
        context.getBean(SettingsLog.class).put(setting).block(PATIENCE);
    }

    public static String url(ConfigurableApplicationContext context) {
        return "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    public String url() {
        return url(context);
    }

    /** A client of the admin API. */
    public HttpCalls admin() {
        return new HttpCalls(url(), ADMIN_TOKEN);
    }

    /** A client of a new connection. */
    public HttpCalls connection() {
        return connection("");
    }

    /** A client of a new connection with more settings, such as {@code , "profile": "strict"}. */
    public HttpCalls connection(String more) {
        String id = "c-" + UUID.randomUUID();
        JsonNode made =
                admin().post("/api/v1/connections", """
                {"id": "%s", "type": "ping", "name": "Test"%s}""".formatted(id, more)).expect(201);
        JsonNode config = made.get("scim_config");
        return new HttpCalls(
                config.get("scim_base_url").stringValue(), config.get("secret").stringValue());
    }

    /** What workers would write about the connection's deliveries. */
    public Deliveries deliveries(String connection) {
        return new Deliveries(this, connection);
    }

    /** The connection's changes. */
    public ChangesTopic changes(String connection) {
        return new ChangesTopic(this, connection);
    }

    /** A new app that follows the connection, by its id. */
    public String app(String name, String connection) {
        return admin().post("/api/v1/apps", """
                {"kind": "webhook", "name": "%s", "url": "https://apps.example.com", "connections": ["%s"]}""".formatted(name, connection))
                .expect(201)
                .get("id")
                .stringValue();
    }

    public MongoClient mongo() {
        return MongoClients.create(backend.mongodbUri());
    }

    /** The records of the topic of requests. */
    public RequestsTopic requests() {
        return new RequestsTopic(backend);
    }
}
