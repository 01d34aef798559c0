package dev.rollcall.sync;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the worker with its own settings file, so that it can share a class path with the ingest service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SyncWorkerApplication {

    public static final String CONFIG_NAME = "sync-worker";

    public static void main(String[] args) {
        application().run(args);
    }

    /** The application as {@link #main} starts it, for launchers and tests. */
    public static SpringApplication application() {
        var application = new SpringApplication(SyncWorkerApplication.class);
        application.setDefaultProperties(Map.of("spring.config.name", CONFIG_NAME));
        return application;
    }
}
