package dev.rollcall.ingest.oauth;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import dev.rollcall.ingest.credential.AccessTokens;
import dev.rollcall.ingest.credential.Admission;
import dev.rollcall.ingest.credential.Refusal;
import dev.rollcall.ingest.credential.ScimClients;
import dev.rollcall.ingest.credential.SigningKeys;
import dev.rollcall.ingest.scim.PublicUrl;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Token endpoint, keys and metadata of a connection's authorization server; its issuer is the SCIM base URL. */
@RestController
final class TokenController {

    private static final String BASE = "/scim/v2/{connection}/oauth2";
    private static final String CHALLENGE = "Basic realm=\"rollcall\", charset=\"UTF-8\"";

    private static final int MAX_FORM = 64 * 1024;

    private final ScimClients clients;
    private final AccessTokens accessTokens;
    private final SigningKeys signingKeys;
    private final PublicUrl url;

    TokenController(ScimClients clients, AccessTokens accessTokens, SigningKeys signingKeys, PublicUrl url) {
        this.clients = clients;
        this.accessTokens = accessTokens;
        this.signingKeys = signingKeys;
        this.url = url;
    }

    /** RFC 6749 §4.4, §5.1 and §5.2. */
    @PostMapping(BASE + "/token")
    Mono<ResponseEntity<String>> token(
            @PathVariable String connection, @RequestHeader HttpHeaders headers, ServerHttpRequest request) {
        String issuer = issuer(connection, request);
        return form(request).flatMap(form -> {
            TokenCall call;
            try {
                call = TokenCall.read(issuer, headers, form);
            } catch (TokenCall.Refused e) {
                return Mono.just(refused(e.error()));
            }
            return switch (clients.admit(connection, call.clientId(), call.secret(), request.getRemoteAddress())) {
                case Admission.Granted granted ->
                    accessTokens
                            .issue(issuer, granted.client(), call.clientId())
                            .map(TokenController::granted);
                case Admission.Refused refused -> Mono.just(refused(refused));
            };
        });
    }

    /** WebFlux decodes forms, but those who parse token requests want to see the whole, such as what is there twice. */
    private static Mono<String> form(ServerHttpRequest request) {
        return DataBufferUtils.join(request.getBody(), MAX_FORM)
                .map(buffer -> {
                    String form = buffer.toString(StandardCharsets.UTF_8);
                    DataBufferUtils.release(buffer);
                    return form;
                })
                .defaultIfEmpty("");
    }

    /** The public keys of access tokens (RFC 7517 §5), the same for every connection. */
    @GetMapping(BASE + "/jwks")
    ResponseEntity<String> jwks() {
        return json(200).body(signingKeys.trusted().toString());
    }

    private static ResponseEntity<String> granted(String token) {
        var response = new AccessTokenResponse(
                new Tokens(new BearerAccessToken(token, AccessTokens.LIFETIME.toSeconds(), null), null));
        return json(200)
                .cacheControl(CacheControl.noStore())
                .body(response.toJSONObject().toJSONString());
    }

    private static ResponseEntity<String> refused(Admission.Refused refused) {
        Refusal refusal = refused.refusal();
        return switch (refusal) {
            case MISSING, WRONG ->
                refused(OAuth2Error.INVALID_CLIENT.setDescription(
                        "The client or its secret is wrong, expired or revoked."));
            case DISABLED, SOURCE -> refused(OAuth2Error.UNAUTHORIZED_CLIENT.setDescription(refusal.detail()));
            case TOO_MANY -> {
                var error = new ErrorObject(OAuth2Error.INVALID_CLIENT_CODE, refusal.detail(), refusal.status());
                yield json(refusal.status())
                        .header(HttpHeaders.RETRY_AFTER, Long.toString(refused.retryAfter()))
                        .body(body(error));
            }
        };
    }

    private static ResponseEntity<String> refused(ErrorObject error) {
        // all but invalid_client is 400 (RFC 6749 §5.2)
        boolean isClient = OAuth2Error.INVALID_CLIENT.equals(error);
        ResponseEntity.BodyBuilder answer = json(isClient ? 401 : 400);
        if (isClient) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        }
        return answer.body(body(error));
    }

    private static String body(ErrorObject error) {
        return new TokenErrorResponse(error).toJSONObject().toJSONString();
    }

    private static ResponseEntity.BodyBuilder json(int status) {
        return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
    }

    private String issuer(String connection, ServerHttpRequest request) {
        return url.of(request) + "/scim/v2/" + connection;
    }
}
