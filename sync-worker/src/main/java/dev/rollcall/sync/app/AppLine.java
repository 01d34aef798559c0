package dev.rollcall.sync.app;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** All that one app is spoken to by: its connections, its authentication, its limits. */
final class AppLine {

    private static final int UNAUTHORIZED = 401;
    private static final TimeValue IDLE = TimeValue.ofMilliseconds(250);
    private static final TimeValue LIFE = TimeValue.ofMinutes(10);

    /** Of a connection, three: as much as most requests and answers have; what is larger passes them by. */
    private static final Http1Config BUFFERS =
            Http1Config.custom().setBufferSize(4 * 1024).build();

    private final App app;
    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final Exchange exchange;
    private final AppAuthorization authorization;
    private final AppLimits limits;
    private volatile long lastUsed = System.nanoTime();

    AppLine(App app, AppProperties properties, Deadlines deadlines, Supplier<SSLContext> platform, Clock clock) {
        AppSetting setting = app.setting();
        int most = Objects.requireNonNullElse(setting.getConcurrency(), properties.maxConnections());
        this.app = app;
        this.connections = connections(properties, AppTls.of(app, platform), most);
        this.client = client(properties, connections, app.kind());
        this.exchange = new Exchange(client, deadlines, properties.maxAnswer().toBytes(), clock);
        this.authorization = AppAuthorization.of(app, request -> exchange.ask(app.kind(), request), clock);
        this.limits = new AppLimits(app.id(), most, setting.getRequestsPerSecond());
    }

    private static PoolingHttpClientConnectionManager connections(AppProperties properties, SSLContext tls, int most) {
        Timeout connect = Timeout.of(properties.connectTimeout());
        Timeout answer = Timeout.of(properties.requestTimeout());
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(BUFFERS)
                        .build())
                .setDnsResolver(new GuardedDns(properties.addressRules()))
                .setTlsSocketStrategy(
                        ClientTlsStrategyBuilder.create().setSslContext(tls).buildClassic())
                .setMaxConnTotal(most)
                .setMaxConnPerRoute(most)
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setTcpNoDelay(true)
                        .setSoTimeout(answer)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(answer)
                        .setValidateAfterInactivity(IDLE)
                        .setTimeToLive(LIFE)
                        .build())
                .build();
    }

    private static CloseableHttpClient client(
            AppProperties properties, PoolingHttpClientConnectionManager connections, AppKind kind) {
        Timeout answer = Timeout.of(properties.requestTimeout());
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(answer)
                        .setResponseTimeout(answer)
                        .build())
                .setRetryStrategy(new StaleConnectionRetry(kind != AppKind.SCIM))
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /** Whether it was made from this setting, or a newer one. */
    boolean isOf(App other) {
        return app.settingTime() >= other.settingTime();
    }

    boolean isIdle(long since) {
        return lastUsed - since < 0;
    }

    /** Sends when the app may be asked, and judges; blocking, ends soon after an interrupt. */
    Answer ask(AppRequest request) throws InterruptedException {
        long entered = limits.enter();
        lastUsed = entered;
        @Nullable Integer status = null;
        try {
            Answer answer = authorized(request);
            status = answer.status();
            return answer;
        } catch (TokenFault e) {
            return Answer.none(String.valueOf(e.getMessage()));
        } finally {
            limits.leave(entered, status);
        }
    }

    private Answer authorized(AppRequest request) throws TokenFault {
        @Nullable String header = authorization.header();
        Answer answer = exchange.ask(app.kind(), with(request, header));
        return Objects.equals(answer.status(), UNAUTHORIZED) && authorization.refused(header)
                ? exchange.ask(app.kind(), with(request, authorization.header()))
                : answer;
    }

    private static AppRequest with(AppRequest request, @Nullable String header) {
        return header == null ? request : request.header("Authorization", header);
    }

    void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    /** What is under way may end. */
    void retire() {
        client.close(CloseMode.GRACEFUL);
    }

    /** Those that nobody has used for so long. */
    void closeIdle(Duration idle) {
        connections.closeIdle(TimeValue.of(idle));
    }
}
