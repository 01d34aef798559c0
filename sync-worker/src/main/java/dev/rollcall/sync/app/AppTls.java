package dev.rollcall.sync.app;

import dev.rollcall.event.AppAuthentication;
import dev.rollcall.event.AppSetting;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** What an app's server is trusted by, and what we show it of ourselves. */
final class AppTls {

    private AppTls() {}

    /** @throws IllegalStateException when the app's certificates can't be read */
    static void check(App app) {
        if (hasOwn(app)) {
            own(app);
        }
    }

    /**
     * The app's own context where it has certificates.
     *
     * @param platform for all others
     * @throws IllegalStateException when they can't be read
     */
    static SSLContext of(App app, Supplier<SSLContext> platform) {
        return hasOwn(app) ? own(app) : platform.get();
    }

    private static boolean hasOwn(App app) {
        return app.setting().getTrustedCertificates() != null
                || app.setting().getAuthentication() == AppAuthentication.CERTIFICATE;
    }

    private static SSLContext own(App app) {
        AppSetting setting = app.setting();
        @Nullable String trusted = setting.getTrustedCertificates();
        PemSslStoreDetails ours = setting.getAuthentication() == AppAuthentication.CERTIFICATE
                ? PemSslStoreDetails.forCertificate(setting.getCertificate()).withPrivateKey(app.secret())
                : null;
        PemSslStoreDetails theirs = trusted == null ? null : PemSslStoreDetails.forCertificate(trusted);
        return SslBundle.of(new PemSslStoreBundle(ours, theirs)).createSslContext();
    }
}
