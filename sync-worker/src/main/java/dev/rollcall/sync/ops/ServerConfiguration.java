package dev.rollcall.sync.ops;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/** The web server of the actuator. */
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {

    /** Event loops of our own, as the ingest service's, that end at once: nobody waits for their last answers. */
    @Bean
    ReactorResourceFactory reactorResources() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setShutdownQuietPeriod(Duration.ZERO);
        return resources;
    }
}
