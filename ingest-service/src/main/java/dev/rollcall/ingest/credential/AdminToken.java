package dev.rollcall.ingest.credential;

import java.util.List;
import java.util.Map;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.ReactiveOpaqueTokenIntrospector;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Knows the administrator by the one token of the configuration. */
@Component
public final class AdminToken implements ReactiveOpaqueTokenIntrospector {

    private static final String NAME = "admin";
    private static final List<GrantedAuthority> AUTHORITIES = List.of(new SimpleGrantedAuthority("ROLE_ADMIN"));

    private final String hash;

    AdminToken(SecretProperties secrets) {
        this.hash = Tokens.hash(secrets.adminToken());
    }

    /** Whether this is the administrator's token. */
    public boolean matches(String token) {
        return Tokens.same(hash, Tokens.hash(token));
    }

    /** A digest of the token, to notice when it is another one. */
    public String fingerprint() {
        return hash;
    }

    @Override
    public Mono<OAuth2AuthenticatedPrincipal> introspect(String token) {
        if (matches(token)) {
            return Mono.just(new DefaultOAuth2AuthenticatedPrincipal(NAME, Map.of("sub", NAME), AUTHORITIES));
        }
        return Mono.error(new BadOpaqueTokenException("Not the administrator's token."));
    }
}
