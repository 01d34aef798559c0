package dev.rollcall.ingest.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.Credential;
import dev.rollcall.event.CredentialKind;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.setting.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

/** Authenticating costs microseconds, however many connections and credentials there are. */
class AuthenticationCostIT {

    private static final int TOKENS = 10_000;
    private static final int CALLS = 20_000;
    private static final Duration GOAL = Duration.ofNanos(50_000);
    private static final InetSocketAddress REMOTE = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1);

    @Test
    void staysBelow50MicrosecondsAt10000Tokens() {
        try (var context = Stage.shared().start(Map.of())) {
            var settings = context.getBean(Settings.class);
            var clients = context.getBean(ScimClients.class);
            var passwords = context.getBean(PasswordHash.class);
            List<String> tokens = new ArrayList<>();
            List<Credential> many = new ArrayList<>();
            for (int i = 0; i < TOKENS; i++) {
                String token = Tokens.mint("cost-" + i);
                tokens.add(token);
                apply(settings, "cost-" + i, List.of(bearer(i, token)));
                many.add(bearer(i, token));
            }
            many.add(credential("basic", CredentialKind.BASIC, "ping", passwords.of("correct horse battery")));
            many.add(credential("client", CredentialKind.CLIENT, "client", Tokens.hash("secret")));
            apply(settings, "cost-many", many);

            measure(
                    "a token each of 10,000 connections",
                    i -> clients.admit(
                            "cost-" + i % TOKENS, authorization("Bearer " + tokens.get(i % TOKENS)), REMOTE));
            measure(
                    "10,000 tokens of one connection",
                    i -> clients.admit("cost-many", authorization("Bearer " + tokens.get(i % TOKENS)), REMOTE));
            String basic =
                    Base64.getEncoder().encodeToString("ping:correct horse battery".getBytes(StandardCharsets.UTF_8));
            measure("a password", _ -> clients.admit("cost-many", authorization("Basic " + basic), REMOTE));
            Admission client = clients.admit("cost-many", "client", "secret", REMOTE);
            String accessToken = context.getBean(AccessTokens.class)
                    .issue("http://issuer", ((Admission.Granted) client).client(), "client")
                    .block(Duration.ofSeconds(20));
            measure("an access token", _ -> clients.admit("cost-many", authorization("Bearer " + accessToken), REMOTE));
        }
    }

    private static void measure(String what, IntFunction<Admission> call) {
        long[] nanos = new long[CALLS];
        for (int i = 0; i < 2 * CALLS; i++) {
            int n = i * 7919 % CALLS;
            long start = System.nanoTime();
            Admission admission = call.apply(n);
            nanos[i % CALLS] = System.nanoTime() - start;
            assertThat(admission).isInstanceOf(Admission.Granted.class);
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%-36s p50 %6.1f µs   p99 %6.1f µs%n", what, nanos[CALLS / 2] / 1e3, nanos[CALLS * 99 / 100] / 1e3);
        assertThat(Duration.ofNanos(nanos[CALLS / 2])).as(what).isLessThan(GOAL);
    }

    private static HttpHeaders authorization(String value) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.AUTHORIZATION, value);
        return headers;
    }

    private static void apply(Settings settings, String connection, List<Credential> credentials) {
        String key = Settings.connectionKey(connection);
        settings.apply(
                key,
                Setting.newBuilder()
                        .setId(key)
                        .setCreated(Instant.EPOCH)
                        .setTime(Instant.EPOCH)
                        .setConnection(ConnectionSetting.newBuilder()
                                .setName(connection)
                                .setMethods(List.of(CredentialKind.BEARER, CredentialKind.BASIC, CredentialKind.CLIENT))
                                .setCredentials(credentials)
                                .build())
                        .build());
    }

    private static Credential bearer(int i, String token) {
        return Credential.newBuilder(credential("token-" + i, CredentialKind.BEARER, "", Tokens.hash(token)))
                .setName(null)
                .build();
    }

    private static Credential credential(String id, CredentialKind kind, String name, String hash) {
        return Credential.newBuilder()
                .setId(id)
                .setKind(kind)
                .setName(name)
                .setSha256(hash)
                .setCreated(Instant.EPOCH)
                .build();
    }
}
