package dev.rollcall.ingest.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** An OpenID provider that does as PingOne does, until it is told to lie. */
final class StagedProvider implements AutoCloseable {

    static final String CLIENT = "the-client";
    static final String SECRET = "the-client-secret";

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Of every provider until it is given another: keys take long to make. */
    private static final RSAKey FIRST_KEY = newKey();

    private final HttpServer server;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

    final AtomicInteger keyRequests = new AtomicInteger();
    final AtomicInteger userInfoRequests = new AtomicInteger();
    final AtomicInteger tokenRequests = new AtomicInteger();

    /** What the ID token says beside the protocol's claims. */
    final Map<String, Object> claims = new ConcurrentHashMap<>(
            Map.of("sub", "sub-1", "email", "ada@example.com", "email_verified", true, "name", "Ada Lovelace"));

    final Map<String, Object> userInfo = new ConcurrentHashMap<>(Map.of("sub", "sub-1"));
    final Map<String, Object> discovery = new ConcurrentHashMap<>();

    volatile RSAKey key = FIRST_KEY;
    volatile List<RSAKey> published = List.of(key);
    volatile Consumer<JWTClaimsSet.Builder> lie = _ -> {};
    volatile Function<JWTClaimsSet, String> signing = this::signed;
    volatile int discoveryStatus = 200;
    volatile String discoveryType = "application/json";
    volatile String discoveryBody = "";

    StagedProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/.well-known/openid-configuration", this::discovery);
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext("/userinfo", this::userInfo);
        server.createContext("/jwks", this::jwks);
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String discoveryUrl() {
        return issuer() + "/.well-known/openid-configuration";
    }

    static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String signed(JWTClaimsSet claims) {
        return signed(claims, key);
    }

    static String signed(JWTClaimsSet claims, RSAKey key) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void discovery(HttpExchange exchange) throws IOException {
        var document = new LinkedHashMap<String, Object>(Map.of(
                "issuer", issuer(),
                "authorization_endpoint", issuer() + "/authorize",
                "token_endpoint", issuer() + "/token",
                "userinfo_endpoint", issuer() + "/userinfo",
                "jwks_uri", issuer() + "/jwks",
                "response_types_supported", List.of("code"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("RS256"),
                "code_challenge_methods_supported", List.of("S256")));
        document.putAll(discovery);
        if (discoveryStatus == 302) {
            exchange.getResponseHeaders().set("Location", issuer() + "/elsewhere");
        }
        answer(
                exchange,
                discoveryStatus,
                discoveryType,
                discoveryBody.isEmpty() ? JSON.writeValueAsString(document) : discoveryBody);
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = Browser.query(exchange.getRequestURI());
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        String back = asked.get("redirect_uri") + "?code=" + code + "&state="
                + URLEncoder.encode(asked.get("state"), StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Location", back);
        answer(exchange, 302, "text/plain", "");
    }

    private void token(HttpExchange exchange) throws IOException {
        tokenRequests.incrementAndGet();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> form = Browser.query(URI.create("http://x/?" + body));
        String basic =
                "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "application/json", "{\"error\":\"invalid_client\"}");
            return;
        }
        Map<String, String> asked = codes.remove(String.valueOf(form.get("code")));
        if (asked == null || !isVerified(asked, form)) {
            answer(exchange, 400, "application/json", "{\"error\":\"invalid_grant\"}");
            return;
        }
        var tokens = Map.of(
                "access_token",
                "an-access-token",
                "token_type",
                "Bearer",
                "expires_in",
                300,
                "id_token",
                idToken(asked));
        answer(exchange, 200, "application/json", JSON.writeValueAsString(tokens));
    }

    /** RFC 7636 §4.6. */
    private static boolean isVerified(Map<String, String> asked, Map<String, String> form) {
        String challenge = asked.get("code_challenge");
        return challenge == null
                || CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(form.get("code_verifier")))
                        .getValue()
                        .equals(challenge);
    }

    private String idToken(Map<String, String> asked) {
        Instant now = Instant.now();
        var token = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(CLIENT)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("nonce", asked.get("nonce"));
        claims.forEach(token::claim);
        lie.accept(token);
        return signing.apply(token.build());
    }

    private void userInfo(HttpExchange exchange) throws IOException {
        userInfoRequests.incrementAndGet();
        answer(exchange, 200, "application/json", JSON.writeValueAsString(userInfo));
    }

    private void jwks(HttpExchange exchange) throws IOException {
        keyRequests.incrementAndGet();
        answer(
                exchange,
                200,
                "application/json",
                new JWKSet(new ArrayList<>(published)).toPublicJWKSet().toString());
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
