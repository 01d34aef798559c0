package dev.rollcall.ingest.session;

import dev.rollcall.event.Role;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Who is signed in to the console.
 *
 * @param role what they may do now; {@link Role#UNKNOWN} where no policy gives any
 */
public record Person(Session session, Role role) implements Principal {

    /** Who made this request; empty where nobody is signed in by cookie. */
    public static Mono<Person> of(ServerWebExchange exchange) {
        return exchange.getPrincipal()
                .ofType(Authentication.class)
                .mapNotNull(Authentication::getPrincipal)
                .ofType(Person.class);
    }

    @Override
    public String getName() {
        return session.name();
    }

    /** Whether this is the administrator's token, and not somebody whom a provider vouches for. */
    public boolean isAdminToken() {
        return session.connection() == null;
    }

    /** The role as people read it. */
    public String roleName() {
        return role.name().toLowerCase(Locale.ROOT);
    }

    Authentication authentication() {
        List<GrantedAuthority> authorities =
                role == Role.UNKNOWN ? List.of() : List.of(new SimpleGrantedAuthority("ROLE_" + role));
        return UsernamePasswordAuthenticationToken.authenticated(this, null, authorities);
    }
}
