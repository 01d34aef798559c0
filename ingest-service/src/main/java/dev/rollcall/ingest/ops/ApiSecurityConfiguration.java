package dev.rollcall.ingest.ops;

import dev.rollcall.ingest.credential.AdminToken;
import dev.rollcall.ingest.session.CsrfCookie;
import dev.rollcall.ingest.session.ForgeableRequests;
import dev.rollcall.ingest.session.Sessions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.AuthorizeExchangeSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.csrf.CsrfException;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.header.XFrameOptionsServerHttpHeadersWriter;
import org.springframework.web.filter.reactive.ServerWebExchangeContextFilter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;

/**
 * Guards everything but SCIM: health, metrics and signing in are open; the rest takes the administrator's bearer token, or
 * the session of somebody whose role is enough.
 */
@Configuration(proxyBeanMethods = false)
class ApiSecurityConfiguration {

    private static final String CHALLENGE = "Bearer realm=\"rollcall-admin\", error=\"invalid_token\"";

    /** All comes from here, nothing is inline, nobody frames us, and forms go nowhere else. */
    private static final String CONTENT_SECURITY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** What brings apps to what they should have, or gives that up, and changes nothing that they should have. */
    private static final String[] REPAIRS = {
        "/api/v1/rebuilds",
        "/api/v1/rebuilds/**",
        "/api/v1/replays/**",
        "/api/v1/apps/*/replay",
        "/api/v1/apps/*/replays",
        "/api/v1/apps/*/replays/dry-run",
        "/api/v1/apps/*/retry",
        "/api/v1/apps/*/reconciliations",
        "/api/v1/apps/*/reconciliations/*/repair",
        "/api/v1/apps/*/reconciliations/*/cancel",
        "/api/v1/dead-letters/retry",
        "/api/v1/dead-letters/*/retry",
        "/api/v1/dead-letters/skip",
        "/api/v1/dead-letters/*/skip",
        "/api/v1/holds/*/release",
        "/api/v1/holds/*/discard",
        "/console/connections/*/hold",
        "/console/dead-letters/**",
        "/console/recovery/**",
        "/console/replays/**",
        "/console/apps/*/replays",
        "/console/apps/*/reconciliations/**"
    };

    private static final String ADMIN = "ADMIN";
    private static final String OPERATOR = "OPERATOR";
    private static final String VIEWER = "VIEWER";

    /** A timer for each filter of the chain costs more than the chain; the HTTP metrics tell enough. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Order(2)
    SecurityWebFilterChain apiSecurity(
            ServerHttpSecurity http,
            AdminToken admin,
            Sessions sessions,
            CsrfCookie csrf,
            ForgeableRequests forgeable,
            Problems problems) {
        ServerAuthenticationEntryPoint refused =
                (exchange, _) -> isNavigation(exchange) ? toSignIn(exchange) : unauthorized(exchange, problems);
        ServerAccessDeniedHandler denied = (exchange, failure) -> problems.write(
                exchange,
                HttpStatus.FORBIDDEN,
                failure instanceof CsrfException
                        ? "The token against forged requests is missing or too old. Load the page again."
                        : "Your role doesn't allow this. An administrator can change that with an access policy.");
        return http.securityContextRepository(sessions)
                .csrf(forged -> forged.csrfTokenRepository(csrf)
                        .requireCsrfProtectionMatcher(forgeable)
                        .accessDeniedHandler(denied))
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY))
                        .frameOptions(frames -> frames.mode(XFrameOptionsServerHttpHeadersWriter.Mode.DENY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .oauth2ResourceServer(server -> server.opaqueToken(opaque -> opaque.introspector(admin))
                        .authenticationEntryPoint((exchange, _) -> wrongToken(exchange, admin, problems)))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(refused).accessDeniedHandler(denied))
                // lets guards of settings see the request that a change comes from
                .addFilterAt(new ServerWebExchangeContextFilter(), SecurityWebFiltersOrder.FIRST)
                .authorizeExchange(ApiSecurityConfiguration::rules)
                .build();
    }

    private static void rules(AuthorizeExchangeSpec exchanges) {
        exchanges
                .pathMatchers(
                        "/actuator/health/**",
                        "/actuator/prometheus",
                        "/.well-known/oauth-authorization-server/**",
                        "/api/v1/openapi",
                        "/api/v1/openapi.yaml")
                .permitAll()
                .pathMatchers("/login/test/**")
                .hasRole(ADMIN)
                .pathMatchers("/login/**", "/oauth2/authorization/**", "/logout", "/assets/**", "/webjars/**")
                .permitAll()
                .pathMatchers(HttpMethod.GET, "/api/v1/**", "/console/**")
                .hasAnyRole(VIEWER, OPERATOR, ADMIN)
                .pathMatchers(HttpMethod.HEAD, "/api/v1/**", "/console/**")
                .hasAnyRole(VIEWER, OPERATOR, ADMIN)
                // a look-up, whose body is what no URL should hold
                .pathMatchers(HttpMethod.POST, "/console/people")
                .hasAnyRole(VIEWER, OPERATOR, ADMIN)
                .pathMatchers(HttpMethod.POST, REPAIRS)
                .hasAnyRole(OPERATOR, ADMIN)
                .pathMatchers(HttpMethod.PATCH, "/api/v1/replays/*")
                .hasAnyRole(OPERATOR, ADMIN)
                .anyExchange()
                .hasRole(ADMIN);
    }

    private static Mono<Void> unauthorized(ServerWebExchange exchange, Problems problems) {
        HttpHeaders answer = exchange.getResponse().getHeaders();
        answer.set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        // htmx follows this instead of swapping an error in
        if (exchange.getRequest().getHeaders().containsHeader("HX-Request")) {
            answer.set("HX-Redirect", "/login");
        }
        return problems.write(
                exchange,
                HttpStatus.UNAUTHORIZED,
                "The bearer token is missing or wrong, or the session has ended. Send the value of rollcall.admin-token,"
                        + " or sign in at /login.");
    }

    private static Mono<Void> wrongToken(ServerWebExchange exchange, AdminToken admin, Problems problems) {
        long wait = admin.countWrong(exchange.getRequest().getRemoteAddress());
        if (wait == 0) {
            return unauthorized(exchange, problems);
        }
        exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(wait));
        return problems.write(
                exchange,
                HttpStatus.TOO_MANY_REQUESTS,
                "Too many wrong admin tokens came from this address. Send the value of rollcall.admin-token.");
    }

    private static boolean isNavigation(ServerWebExchange exchange) {
        return HttpMethod.GET.equals(exchange.getRequest().getMethod())
                && !exchange.getRequest().getHeaders().containsHeader("HX-Request")
                && Problems.prefersHtml(exchange);
    }

    private static Mono<Void> toSignIn(ServerWebExchange exchange) {
        URI uri = exchange.getRequest().getURI();
        String asked = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        URI login = UriComponentsBuilder.fromPath("/login")
                .queryParam("return", UriUtils.encode(asked, StandardCharsets.UTF_8))
                .build(true)
                .toUri();
        exchange.getResponse().setStatusCode(HttpStatus.SEE_OTHER);
        exchange.getResponse().getHeaders().setLocation(login);
        return exchange.getResponse().setComplete();
    }
}
