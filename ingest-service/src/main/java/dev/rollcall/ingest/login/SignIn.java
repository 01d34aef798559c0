package dev.rollcall.ingest.login;

import dev.rollcall.event.Role;
import dev.rollcall.ingest.provider.Claims;
import dev.rollcall.ingest.provider.Provider;
import dev.rollcall.ingest.provider.ProviderFault;
import dev.rollcall.ingest.provider.Providers;
import dev.rollcall.ingest.session.Login;
import dev.rollcall.ingest.session.Person;
import dev.rollcall.ingest.session.Session;
import dev.rollcall.ingest.session.Standing;
import dev.rollcall.schemas.setting.Settings;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthorizationCodeAuthenticationToken;
import org.springframework.security.oauth2.client.web.server.DefaultServerOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.server.ServerOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A login by a provider, from sending the browser there to what comes of it (OpenID Connect Core 1.0 §3.1). */
@Component
final class SignIn {

    private static final String NOT_UNDER_WAY =
            "No sign-in was under way in this browser: it took more than ten minutes,"
                    + " was completed before, or was begun in another browser. Start again.";

    private static final int MAX_TOLD = 300;

    private final Providers providers;
    private final ServerOAuth2AuthorizationRequestResolver requests;
    private final Attempts attempts;
    private final Standing standing;
    private final Settings settings;
    private final Clock clock;
    private final Scheduler blocking;

    SignIn(
            Providers providers,
            Attempts attempts,
            Standing standing,
            Settings settings,
            Clock clock,
            Scheduler blocking) {
        this.providers = providers;
        this.requests = new DefaultServerOAuth2AuthorizationRequestResolver(providers);
        this.attempts = attempts;
        this.standing = standing;
        this.settings = settings;
        this.clock = clock;
        this.blocking = blocking;
    }

    /** Where to send the browser; fails with {@link ProviderFault}. */
    Mono<URI> start(ServerWebExchange exchange, String connection, String returnPath, boolean isTest) {
        return requests.resolve(exchange, connection).map(request -> {
            Attempt attempt = Attempt.of(connection, request, returnPath, isTest, clock.instant());
            if (!attempts.remember(exchange, attempt)) {
                throw new ProviderFault("The scopes or the return path are too long to be remembered in a cookie.");
            }
            return URI.create(request.getAuthorizationRequestUri());
        });
    }

    /** What came of the login that the browser is back from. */
    Mono<Outcome> finish(ServerWebExchange exchange, String connection) {
        Optional<Attempt> found =
                attempts.take(exchange).filter(attempt -> attempt.connection().equals(connection));
        if (found.isEmpty()) {
            return Mono.just(new Outcome.Failed(connection, false, NOT_UNDER_WAY));
        }
        Attempt attempt = found.get();
        return providers
                .find(connection)
                .flatMap(provider -> identify(exchange.getRequest().getQueryParams(), attempt, provider))
                .onErrorResume(
                        SignIn::isExpected,
                        failure -> Mono.just(new Outcome.Failed(connection, attempt.isTest(), reason(failure))));
    }

    private Mono<Outcome> identify(MultiValueMap<String, String> answer, Attempt attempt, Provider provider) {
        String issuer = answer.getFirst("iss");
        if (issuer != null && !issuer.equals(provider.metadata().getIssuer().getValue())) {
            // RFC 9207 §2.4
            return Mono.error(new ProviderFault("The answer is of another issuer than the one that was asked."));
        }
        var exchange = new OAuth2AuthorizationExchange(attempt.request(), response(answer, attempt));
        return provider.manager()
                .authenticate(new OAuth2AuthorizationCodeAuthenticationToken(provider.client(), exchange))
                .map(authentication -> (OidcUser) Objects.requireNonNull(authentication.getPrincipal()))
                .flatMap(user ->
                        Mono.fromCallable(() -> judge(attempt, provider, user)).subscribeOn(blocking));
    }

    private Outcome judge(Attempt attempt, Provider provider, OidcUser user) {
        Claims claims = Claims.of(user);
        var login = new Login(
                attempt.connection(),
                provider.setting(),
                claims.subject(),
                claims.displayName(provider.setting()),
                claims.email(provider.setting()),
                claims);
        Session session = standing.begin(login, settings);
        Optional<Person> person = standing.of(session, settings);
        if (person.isEmpty()) {
            return new Outcome.NotAllowed(attempt, claims, Outcome.Why.DEACTIVATED);
        }
        return person.get().role() == Role.UNKNOWN
                ? new Outcome.NotAllowed(attempt, claims, Outcome.Why.NO_POLICY)
                : new Outcome.SignedIn(
                        attempt, person.get(), claims, user.getIdToken().getTokenValue());
    }

    private static OAuth2AuthorizationResponse response(MultiValueMap<String, String> answer, Attempt attempt) {
        String state = Objects.requireNonNullElse(answer.getFirst("state"), "");
        String code = answer.getFirst("code");
        var response = code != null
                ? OAuth2AuthorizationResponse.success(code)
                : OAuth2AuthorizationResponse.error(
                                Objects.requireNonNullElse(answer.getFirst("error"), "no_code_and_no_error"))
                        .errorDescription(
                                Objects.requireNonNullElse(answer.getFirst("error_description"), "no description"));
        return response.redirectUri(attempt.redirectUri()).state(state).build();
    }

    private static boolean isExpected(Throwable failure) {
        return fault(failure).isPresent()
                || failure instanceof OAuth2AuthorizationException
                || failure instanceof AuthenticationException
                || failure instanceof WebClientException
                || failure instanceof TimeoutException;
    }

    /** For administrators: what the provider or its token lacks. */
    private static String reason(Throwable failure) {
        return fault(failure).map(ProviderFault::reason).orElseGet(() -> switch (failure) {
            case OAuth2AuthorizationException e -> told(e.getError());
            case OAuth2AuthenticationException e -> told(e.getError());
            case TimeoutException _ -> "The provider gave no answer in time.";
            default -> "The provider can't be asked: " + failure.getClass().getSimpleName() + ".";
        });
    }

    private static Optional<ProviderFault> fault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProviderFault fault) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private static String told(OAuth2Error error) {
        @Nullable String description = error.getDescription();
        return switch (error.getErrorCode()) {
            case "invalid_state_parameter" ->
                "The state isn't the one that was sent: the answer belongs to another login.";
            case "invalid_nonce" -> "The ID token has another nonce than the one that was sent.";
            case "invalid_client" ->
                "The provider refuses our client id or secret (invalid_client). Copy both from the application again.";
            case "access_denied" -> "The sign-in was cancelled or refused at the provider (access_denied).";
            default -> plain(error.getErrorCode() + (description == null ? "" : ": " + description));
        };
    }

    /** Texts of others, as far as RFC 6749 §4.1.2.1 allows them. */
    private static String plain(String text) {
        return text.substring(0, Math.min(MAX_TOLD, text.length())).replaceAll("[^ -~]", "?");
    }
}
