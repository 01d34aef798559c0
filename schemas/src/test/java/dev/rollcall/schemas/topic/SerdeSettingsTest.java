package dev.rollcall.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import org.junit.jupiter.api.Test;

class SerdeSettingsTest {

    @Test
    void registryClientsShareOneVertxOfOurs() {
        assertThat(vertx("http://localhost:8081"))
                .isNotNull()
                .isSameAs(vertx("http://localhost:8082"))
                .isSameAs(RegistryThreads.VERTX);
    }

    private static Object vertx(String url) {
        return new SchemaResolverConfig(SerdeSettings.apicurio(url).properties()).getVertx();
    }
}
