package dev.rollcall.standalone;

import dev.rollcall.embedded.Backend;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the services are told so that they find each other on this machine. */
record ServiceSettings(Ports ports, Backend backend, Secrets secrets) {

    static final String DATABASE = "rollcall";

    static final int PARTITIONS = 3;

    /** The ingest service's; on the shared class path they would also lock the worker's actuator. */
    private static final String SECURITY = String.join(
            ",",
            "org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.actuate.web.reactive"
                    + ".ReactiveManagementWebSecurityAutoConfiguration",
            "org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.reactive"
                    + ".ReactiveOAuth2ResourceServerWebSecurityAutoConfiguration");

    String[] ingest() {
        Map<String, Object> settings = common();
        settings.put("server.port", ports.http());
        return arguments(settings);
    }

    /** @param roles that it has; the others are had by another process */
    String[] worker(String roles) {
        Map<String, Object> settings = anyWorker();
        settings.put("server.port", ports.worker());
        settings.put("rollcall.roles", roles);
        return arguments(settings);
    }

    /** Of a worker that only brings changes to apps, beside the one that doesn't. */
    Map<String, Object> fanOut() {
        Map<String, Object> settings = anyWorker();
        settings.put("server.port", 0);
        settings.put("rollcall.roles", "fanout");
        return settings;
    }

    private Map<String, Object> anyWorker() {
        Map<String, Object> settings = common();
        settings.put("rollcall.fanout.issuer", "http://" + Rollcall.HOST + ":" + ports.http());
        settings.put("spring.autoconfigure.exclude", SECURITY);
        // the admin API isn't here
        settings.put("springdoc.api-docs.enabled", false);
        // a restarted worker takes its predecessor's place, instead of waiting until the group misses that one
        settings.put("spring.kafka.consumer.properties[group.instance.id]", "standalone");
        return settings;
    }

    private Map<String, Object> common() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("spring.main.banner-mode", "off");
        // the launcher stops them, in an order
        settings.put("spring.main.register-shutdown-hook", false);
        // nobody waits for a stopping process longer than this
        settings.put("spring.lifecycle.timeout-per-shutdown-phase", "5s");
        settings.put("server.address", Rollcall.HOST);
        settings.put("spring.kafka.bootstrap-servers", backend.bootstrap());
        settings.put("spring.mongodb.uri", backend.mongodbUri() + "/" + DATABASE);
        settings.put("rollcall.registry.url", backend.registryApiUrl());
        settings.put("rollcall.sealing-key", secrets.sealingKey());
        settings.put("rollcall.sealing-keys-old", String.join(",", secrets.oldSealingKeys()));
        settings.put("rollcall.admin-token", secrets.adminToken());
        settings.put("rollcall.topics.partitions", PARTITIONS);
        // the apps to try it with are on this very machine
        settings.put("rollcall.apps.allowed-addresses", "127.0.0.0/8,::1/128");
        return settings;
    }

    private static String[] arguments(Map<String, Object> settings) {
        return settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }
}
