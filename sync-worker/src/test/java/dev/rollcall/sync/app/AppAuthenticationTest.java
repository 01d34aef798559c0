package dev.rollcall.sync.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.rollcall.event.AppAuthentication;
import dev.rollcall.sync.target.TestApps;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.util.unit.DataSize;

/** How apps know us, and we them. */
@Timeout(20)
class AppAuthenticationTest {

    private final AppHttp http =
            new AppHttp(TestApps.properties(Duration.ofSeconds(5), DataSize.ofKilobytes(64)), Clock.systemUTC());
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private volatile String tokenAnswer =
            "{\"access_token\": \"t%d\", \"token_type\": \"Bearer\", \"expires_in\": 3600}";
    private volatile int tokenStatus = 200;
    private volatile String refused = "";
    private HttpServer server;

    @AfterEach
    void stop() {
        http.close();
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void sendsABearerToken() throws IOException {
        start(HttpServer.create(address(), 0), "http");
        App app = TestApps.of(url("http"), "t0ken", one -> one.setAuthentication(AppAuthentication.BEARER));

        assertThat(get(app).isTaken()).isTrue();
        assertThat(seen).containsExactly("Bearer t0ken");
    }

    @Test
    void sendsNameAndPassword() throws IOException {
        start(HttpServer.create(address(), 0), "http");
        App app = TestApps.of(
                url("http"),
                "pä:ss",
                one -> one.setAuthentication(AppAuthentication.BASIC).setClientId("us"));

        get(app);
        assertThat(seen).containsExactly("Basic " + Base64.getEncoder().encodeToString("us:pä:ss".getBytes(UTF_8)));
    }

    @Test
    void fetchesATokenOnceAndUsesItUntilItIsRefused() throws IOException {
        start(HttpServer.create(address(), 0), "http");
        App app = client();

        get(app);
        get(app);
        assertThat(seen).containsExactly("Bearer t1", "Bearer t1");
        refused = "Bearer t1";
        assertThat(get(app).isTaken()).isTrue();
        assertThat(seen).endsWith("Bearer t1", "Bearer t2");
        refused = "Bearer t2";
        tokenAnswer = "{\"access_token\": \"t2\", \"token_type\": \"Bearer\"}";
        assertThat(get(app).status()).isEqualTo(401);
        assertThat(tokens).as("refetched once, not for ever").hasValue(3);
    }

    @Test
    void fetchesATokenAgainBeforeItExpires() throws IOException {
        start(HttpServer.create(address(), 0), "http");
        tokenAnswer = "{\"access_token\": \"t%d\", \"token_type\": \"Bearer\", \"expires_in\": 1}";
        App app = client();

        get(app);
        await().untilAsserted(() -> {
            get(app);
            assertThat(seen).contains("Bearer t2");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "0", "\"3600\""})
    void takesATokenHoweverLongItIsSaidToLast(String seconds) throws IOException {
        start(HttpServer.create(address(), 0), "http");
        tokenAnswer = "{\"access_token\": \"t%d\", \"token_type\": \"Bearer\", \"expires_in\": " + seconds + "}";
        App app = client();

        get(app);
        get(app);
        assertThat(seen).containsExactly("Bearer t1", "Bearer t1");
    }

    @Test
    void anAuthorizationServerThatRefusesIsTheAppsFault() throws IOException {
        start(HttpServer.create(address(), 0), "http");
        tokenStatus = 401;
        tokenAnswer = "{\"error\": \"invalid_client\", \"error_description\": \"secret stuff\"}";

        Answer answer = get(client());
        assertThat(answer.verdict()).isEqualTo(Verdict.APP);
        assertThat(answer.detail()).contains("401 invalid_client").doesNotContain("stuff");
        tokenStatus = 200;
        tokenAnswer = "<html>";
        assertThat(get(client()).detail()).contains("RFC 6749");
        assertThat(seen).isEmpty();
    }

    @Test
    void showsItsCertificateAndTrustsOnlyWhatItIsTold() throws Exception {
        X509Bundle ours = certificate("CN=rollcall");
        X509Bundle theirs = certificate("CN=localhost");
        startTls(theirs, ours);

        App app = TestApps.of(
                url("https"),
                ours.getPrivateKeyPEM(),
                one -> one.setAuthentication(AppAuthentication.CERTIFICATE)
                        .setCertificate(ours.getCertificatePEM())
                        .setTrustedCertificates(theirs.getCertificatePEM()));
        assertThat(get(app).isTaken()).isTrue();
        assertThat(seen).containsExactly("CN=rollcall");
    }

    @Test
    void aServerThatIsntTrustedGetsNothing() throws Exception {
        X509Bundle theirs = certificate("CN=localhost");
        startTls(theirs, null);

        App app = TestApps.of(url("https"), "t0ken", one -> one.setAuthentication(AppAuthentication.BEARER));
        assertThat(get(app).verdict()).isEqualTo(Verdict.APP);
        assertThat(seen).isEmpty();
    }

    @Test
    void aCertificateForAnotherNameIsNotTrusted() throws Exception {
        X509Bundle theirs = certificate("CN=other", "other.example");
        startTls(theirs, null);

        App app = TestApps.of(url("https"), "", one -> one.setTrustedCertificates(theirs.getCertificatePEM()));
        assertThat(get(app).verdict()).isEqualTo(Verdict.APP);
        assertThat(seen).isEmpty();
    }

    private App client() {
        return TestApps.of(
                url("http"),
                "s&cret",
                one -> one.setAuthentication(AppAuthentication.CLIENT_CREDENTIALS)
                        .setClientId("us")
                        .setTokenUrl(url("http") + "/token")
                        .setTokenScope("scim all"));
    }

    private Answer get(App app) {
        return http.send(app, AppRequest.of("GET", app.url()));
    }

    private String url(String scheme) {
        return scheme + "://localhost:" + server.getAddress().getPort();
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void start(HttpServer made, String scheme) {
        server = made;
        server.createContext("/", exchange -> {
            seen.add(scheme.equals("https") ? peer(exchange) : authorization(exchange));
            exchange.sendResponseHeaders(authorization(exchange).equals(refused) ? 401 : 204, -1);
            exchange.close();
        });
        server.createContext("/token", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            assertThat(body).contains("grant_type=client_credentials").contains("scope=scim+all");
            // RFC 6749 §2.3.1: encoded as a form before it is encoded in base64
            assertThat(authorization(exchange))
                    .isEqualTo("Basic " + Base64.getEncoder().encodeToString("us:s%26cret".getBytes(UTF_8)));
            byte[] answer = tokenAnswer.formatted(tokens.incrementAndGet()).getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
            exchange.sendResponseHeaders(tokenStatus, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    private static String authorization(HttpExchange exchange) {
        return String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private static String peer(HttpExchange exchange) throws IOException {
        var secure = (HttpsExchange) exchange;
        return secure.getSSLSession().getPeerPrincipal().getName();
    }

    /** @param client whose certificate is asked for, or null for nobody's */
    private void startTls(X509Bundle own, X509Bundle client) throws Exception {
        var ours = PemSslStoreDetails.forCertificate(own.getCertificatePEM()).withPrivateKey(own.getPrivateKeyPEM());
        var theirs = client == null ? null : PemSslStoreDetails.forCertificate(client.getCertificatePEM());
        HttpsServer secure = HttpsServer.create(address(), 0);
        secure.setHttpsConfigurator(
                new HttpsConfigurator(
                        SslBundle.of(new PemSslStoreBundle(ours, theirs)).createSslContext()) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                        ssl.setNeedClientAuth(client != null);
                        parameters.setSSLParameters(ssl);
                    }
                });
        start(secure, "https");
    }

    private static X509Bundle certificate(String subject) throws Exception {
        return certificate(subject, "localhost");
    }

    private static X509Bundle certificate(String subject, String name) throws Exception {
        return new CertificateBuilder()
                .subject(subject)
                .addSanDnsName(name)
                .setIsCertificateAuthority(true)
                .algorithm(CertificateBuilder.Algorithm.ecp256)
                .buildSelfSigned();
    }
}
