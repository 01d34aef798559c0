package dev.rollcall.ingest.ops;

import dev.rollcall.ingest.credential.AdminToken;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;

/** Guards everything but SCIM: health and metrics are open, the rest takes the administrator's bearer token. */
@Configuration(proxyBeanMethods = false)
class ApiSecurityConfiguration {

    private static final String CHALLENGE = "Bearer realm=\"rollcall-admin\", error=\"invalid_token\"";

    /** A timer for each filter of the chain costs more than the chain; the HTTP metrics tell enough. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Order(2)
    SecurityWebFilterChain apiSecurity(ServerHttpSecurity http, AdminToken admin, Problems problems) {
        ServerAuthenticationEntryPoint refused = (exchange, _) -> {
            exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
            return problems.write(
                    exchange,
                    HttpStatus.UNAUTHORIZED,
                    "The bearer token is missing or wrong. Send the value of rollcall.admin-token.");
        };
        return http.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .oauth2ResourceServer(server ->
                        server.opaqueToken(opaque -> opaque.introspector(admin)).authenticationEntryPoint(refused))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(refused))
                .authorizeExchange(exchanges -> exchanges
                        .pathMatchers(
                                "/actuator/health/**",
                                "/actuator/prometheus",
                                "/.well-known/oauth-authorization-server/**",
                                "/api/v1/openapi",
                                "/api/v1/openapi.yaml")
                        .permitAll()
                        .anyExchange()
                        .authenticated())
                .build();
    }
}
