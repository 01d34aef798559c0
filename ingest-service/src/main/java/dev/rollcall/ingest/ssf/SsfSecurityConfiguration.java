package dev.rollcall.ingest.ssf;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.server.MatcherSecurityWebFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/** Lets everybody see keys and metadata; who fetches tokens is told by {@link Recipients}, by the app's own token. */
@Configuration(proxyBeanMethods = false)
class SsfSecurityConfiguration {

    @Bean
    @Order(1)
    SecurityWebFilterChain ssfSecurity() {
        return new MatcherSecurityWebFilterChain(
                ServerWebExchangeMatchers.pathMatchers("/ssf/**", TransmitterController.METADATA), List.of());
    }
}
