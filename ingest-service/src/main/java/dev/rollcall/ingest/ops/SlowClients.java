package dev.rollcall.ingest.ops;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Hangs up on whoever begins a request and doesn't go on, for a connection that waits costs memory and a place; one that waits
 * for a request is {@code server.netty.idle-timeout}'s.
 */
@Configuration(proxyBeanMethods = false)
class SlowClients {

    /**
     * How long a body may take.
     *
     * @param readTimeout from one piece of it to the next
     * @param requestTimeout all of it
     */
    @ConfigurationProperties("rollcall.ingest")
    record Limits(
            @DefaultValue("20s") Duration readTimeout,
            @DefaultValue("2m") Duration requestTimeout) {}

    @Bean
    NettyServerCustomizer boundedBodies(Limits limits) {
        return server -> server.readTimeout(limits.readTimeout()).requestTimeout(limits.requestTimeout());
    }
}
