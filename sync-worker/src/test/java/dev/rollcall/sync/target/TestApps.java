package dev.rollcall.sync.target;

import dev.rollcall.event.AppAuthentication;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.schemas.topic.TrustedRecords;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.AppProperties;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.util.unit.DataSize;

/** Apps on this very machine. */
public final class TestApps {

    private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");

    static {
        TrustedRecords.trust();
    }

    private TestApps() {}

    /** With loopback allowed. */
    public static AppProperties properties(Duration timeout, DataSize maxAnswer) {
        return properties(timeout, maxAnswer, LOOPBACK);
    }

    public static AppProperties properties(Duration timeout, DataSize maxAnswer, List<String> allowed) {
        return new AppProperties(timeout, timeout, maxAnswer, 8, 100, allowed);
    }

    public static App of(String url, String secret, UnaryOperator<AppSetting.Builder> more) {
        AppSetting.Builder setting = AppSetting.newBuilder()
                .setName("App")
                .setKind(AppKind.SCIM)
                .setUrl(url)
                .setSealedSecret("")
                .setAuthentication(AppAuthentication.NONE);
        return new App(
                "app", URI.create(url), secret, List.of(), more.apply(setting).build(), 1);
    }
}
