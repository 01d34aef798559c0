package dev.rollcall.sync.app;

import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import dev.rollcall.event.AppSetting;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The access token of an app by client credentials (RFC 6749 §4.4): fetched once for all who wait for it. */
final class TokenStore {

    /** Of a token whose server doesn't say how long it lasts. */
    private static final Duration UNTOLD = Duration.ofMinutes(5);

    /** No token is trusted to last longer, whatever its server says; one that is refused is fetched anew anyway. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Before its end a token is no longer used: it has to arrive, and clocks differ. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final Pattern KEYWORD = Pattern.compile("[a-z_]{1,40}");

    private final App app;
    private final Fetch fetch;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Held held;

    TokenStore(App app, Fetch fetch, Clock clock) {
        this.app = app;
        this.fetch = fetch;
        this.clock = clock;
    }

    /** Sends a request as every request to the app is sent, but without authorization. */
    interface Fetch {

        Answer send(AppRequest request);
    }

    private record Held(String token, Instant until) {}

    String token() throws TokenFault {
        Held now = held;
        if (isFresh(now)) {
            return Objects.requireNonNull(now).token();
        }
        lock.lock();
        try {
            Held since = held;
            if (!isFresh(since)) {
                since = fetched();
                held = since;
            }
            return Objects.requireNonNull(since).token();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets it, unless there is another one already. */
    void drop(String token) {
        lock.lock();
        try {
            Held now = held;
            if (now != null && now.token().equals(token)) {
                held = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isFresh(@Nullable Held token) {
        return token != null && clock.instant().isBefore(token.until());
    }

    private Held fetched() throws TokenFault {
        Instant asked = clock.instant();
        Answer answer = fetch.send(request());
        if (answer.status() == null) {
            throw new TokenFault("Its token endpoint gives no answer: " + answer.detail());
        }
        TokenResponse response = read(answer);
        if (!response.indicatesSuccess()) {
            throw new TokenFault("Its token endpoint answers HTTP " + answer.status()
                    + keyword(response.toErrorResponse().getErrorObject().getCode()));
        }
        AccessToken token = response.toSuccessResponse().getTokens().getAccessToken();
        Duration lifetime = token.getLifetime() > 0
                ? Duration.ofSeconds(Math.min(token.getLifetime(), LONGEST.toSeconds()))
                : UNTOLD;
        Duration margin = lifetime.dividedBy(4).compareTo(MARGIN) < 0 ? lifetime.dividedBy(4) : MARGIN;
        return new Held(token.getValue(), asked.plus(lifetime).minus(margin));
    }

    private AppRequest request() {
        AppSetting setting = app.setting();
        var client = new ClientSecretBasic(new ClientID(setting.getClientId()), new Secret(app.secret()));
        URI url = URI.create(Objects.requireNonNull(setting.getTokenUrl()));
        HTTPRequest asked = new TokenRequest.Builder(url, client, new ClientCredentialsGrant())
                .scope(Scope.parse(setting.getTokenScope()))
                .build()
                .toHTTPRequest();
        return AppRequest.of("POST", url)
                .header("Accept", "application/json")
                .header("Authorization", asked.getAuthorization())
                .sending("application/x-www-form-urlencoded", asked.getBody());
    }

    private static TokenResponse read(Answer answer) throws TokenFault {
        var response = new HTTPResponse(Objects.requireNonNull(answer.status()));
        try {
            response.setContentType("application/json");
            response.setBody(new String(answer.body(), StandardCharsets.UTF_8));
            return TokenResponse.parse(response);
        } catch (ParseException | RuntimeException e) {
            throw new TokenFault(
                    "Its token endpoint answers HTTP " + answer.status() + ", and not as RFC 6749 §5 has it");
        }
    }

    private static String keyword(@Nullable String error) {
        return error != null && KEYWORD.matcher(error).matches() ? " " + error : "";
    }
}
