package dev.rollcall.ingest.scim;

import dev.rollcall.ingest.credential.ConnectionTokens;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/** Guards the SCIM endpoints: a bearer token of the very connection, nothing kept between requests. */
@Configuration(proxyBeanMethods = false)
class ScimSecurityConfiguration {

    @Bean
    @Order(1)
    SecurityWebFilterChain scimSecurity(ServerHttpSecurity http, ConnectionTokens tokens, ScimRefusals refusals) {
        return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/scim/**"))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .oauth2ResourceServer(server -> server.opaqueToken(opaque -> opaque.introspector(tokens))
                        .authenticationEntryPoint(refusals)
                        .accessDeniedHandler(refusals))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .authorizeExchange(exchanges -> exchanges
                        // how to log in is told before login (RFC 7643 §5), and the same of every connection
                        .pathMatchers(HttpMethod.GET, "/scim/v2/{connection}/ServiceProviderConfig")
                        .permitAll()
                        .pathMatchers(OtherVersions.PATH)
                        .permitAll()
                        .pathMatchers("/scim/v2/{connection}/**")
                        .access(refusals)
                        .anyExchange()
                        .authenticated())
                .build();
    }

    /** What the firewall refuses, such as an encoded slash in a path, is nothing that we serve. */
    @Bean
    ServerExchangeRejectedHandler rejectedHandler() {
        return (exchange, _) -> ScimErrors.write(exchange, 400, "invalidSyntax", "The path or a header isn't allowed.");
    }
}
