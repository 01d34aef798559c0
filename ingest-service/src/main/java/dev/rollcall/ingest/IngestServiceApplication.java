package dev.rollcall.ingest;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.oauth2.client.autoconfigure.reactive.ReactiveOAuth2ClientAutoConfiguration;
import org.springframework.boot.security.oauth2.client.autoconfigure.reactive.ReactiveOAuth2ClientWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.reactive.ReactiveOAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the ingest service, alone or beside others in one process. */
@SpringBootApplication(
        exclude = {
            // they would guess at a security that we spell out
            ReactiveOAuth2ClientAutoConfiguration.class,
            ReactiveOAuth2ClientWebSecurityAutoConfiguration.class,
            ReactiveUserDetailsServiceAutoConfiguration.class,
            ReactiveOAuth2ResourceServerWebSecurityAutoConfiguration.class
        })
@ConfigurationPropertiesScan
public class IngestServiceApplication {

    public static void main(String[] args) {
        start(args);
    }

    /**
     * Starts the service and returns when it serves. Its settings are in {@code ingest-service.yaml}, for other services
     * may be on the same class path.
     *
     * @param args settings on top, such as {@code --server.port=8080}
     */
    public static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(IngestServiceApplication.class)
                .properties("spring.config.name=ingest-service")
                .run(args);
    }
}
