package dev.rollcall.ingest.scim;

import dev.rollcall.ingest.credential.ScimClients;
import dev.rollcall.ingest.setting.Refused;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.server.MatcherSecurityWebFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import reactor.core.publisher.Mono;

/** Guards the SCIM endpoints: a credential of the very connection, nothing kept between requests. */
@Configuration(proxyBeanMethods = false)
class ScimSecurityConfiguration {

    private static final String UNSAFE =
            "The path or a header isn't allowed: it holds an encoded slash, a control character or the like. Leave that out.";

    @Bean
    @Order(1)
    SecurityWebFilterChain scimSecurity(ScimClients clients) {
        return new MatcherSecurityWebFilterChain(
                ServerWebExchangeMatchers.pathMatchers("/scim/**"), List.of(new ScimAccess(clients)));
    }

    /** What the firewall refuses, such as an encoded slash in a path, is nothing that we serve. */
    @Bean
    ServerExchangeRejectedHandler rejectedHandler() {
        return (exchange, _) -> ScimErrors.isScim(exchange)
                ? ScimErrors.write(exchange, 400, "invalidSyntax", UNSAFE)
                : Mono.error(Refused.wrong(UNSAFE));
    }
}
