package dev.rollcall.ingest.session;

import dev.rollcall.ingest.credential.SecretProperties;
import dev.rollcall.ingest.scim.PublicUrl;
import dev.rollcall.schemas.setting.Seal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.springframework.stereotype.Component;

/** Makes kinds of cookies, sealed with a key of their own that is derived from the sealing key (HKDF, RFC 5869). */
@Component
public final class SealedCookies {

    private static final String PURPOSE = "rollcall console cookies v1";
    private static final int KEY_BYTES = 32;

    private final Seal seal;
    private final PublicUrl url;

    SealedCookies(SecretProperties secrets, PublicUrl url) {
        this.seal = secrets.seal(SealedCookies::derived);
        this.url = url;
    }

    /** @param path of the requests that get it */
    public SealedCookie of(String name, String path) {
        return new SealedCookie(name, path, seal, url);
    }

    private static String derived(String key) {
        try {
            byte[] bytes = KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(Base64.getDecoder().decode(key))
                            .thenExpand(PURPOSE.getBytes(StandardCharsets.UTF_8), KEY_BYTES));
            return Base64.getEncoder().encodeToString(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK since 25 has HKDF.", e);
        }
    }
}
