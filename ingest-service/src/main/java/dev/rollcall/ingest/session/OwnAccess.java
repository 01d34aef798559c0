package dev.rollcall.ingest.session;

import dev.rollcall.event.Role;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.setting.SettingGuard;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.reactive.ServerWebExchangeContextFilter;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Keeps administrators who signed in from locking themselves out: a change after which they would no longer be one is
 * refused unless the request says {@code force=true}. The administrator's token always opens, so it is under no guard.
 */
@Component
final class OwnAccess implements SettingGuard {

    private static final String REFUSAL =
            "This would end your own admin role, and then only the admin token lets you back"
                    + " in. Add ?force=true to do it all the same.";

    private final Settings settings;
    private final Standing standing;

    OwnAccess(Settings settings, Standing standing) {
        this.settings = settings;
        this.standing = standing;
    }

    @Override
    public Mono<Objection> ofCaller() {
        return Mono.deferContextual(context -> ServerWebExchangeContextFilter.getExchange(context)
                                .filter(OwnAccess::isForced)
                                .isPresent()
                        ? Mono.<SecurityContext>empty()
                        : ReactiveSecurityContextHolder.getContext())
                .mapNotNull(SecurityContext::getAuthentication)
                .mapNotNull(Authentication::getPrincipal)
                .ofType(Person.class)
                .filter(person -> !person.isAdminToken() && person.role() == Role.ADMIN)
                .map(person -> (key, setting) -> {
                    if (!isAdmin(person, with(key, setting))) {
                        throw new ResponseStatusException(HttpStatus.CONFLICT, REFUSAL);
                    }
                });
    }

    private boolean isAdmin(Person person, Settings changed) {
        return standing.of(person.session(), changed)
                .filter(then -> then.role() == Role.ADMIN)
                .isPresent();
    }

    /** The settings that decide on access, as they would be. */
    private Settings with(String key, @Nullable Setting setting) {
        var changed = new Settings();
        Stream.of(settings.connections(), settings.policies())
                .<Settings.Entry<?>>flatMap(List::stream)
                .forEach(entry -> changed.apply(entry.setting().getId(), entry.setting()));
        changed.apply(key, setting);
        return changed;
    }

    private static boolean isForced(ServerWebExchange exchange) {
        return Objects.equals(exchange.getRequest().getQueryParams().getFirst("force"), "true");
    }
}
