package dev.rollcall.ingest.credential;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
    private final FailedAttempts failures;

    AdminToken(SecretProperties secrets, FailedAttempts failures) {
        this.hash = Tokens.hash(secrets.adminToken());
        this.failures = failures;
    }

    /** Whether this is the administrator's token. */
    public boolean matches(String token) {
        return Tokens.same(hash, Tokens.hash(token));
    }

    /**
     * Counts a wrong one by where it came from. The right one is taken whatever others send from the same address, or
     * anybody behind the same proxy could keep administrators out.
     *
     * @return seconds to wait; 0 while there weren't too many
     */
    public long countWrong(@Nullable InetSocketAddress remote) {
        return failures.countAdmin(remote);
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
