package dev.rollcall.ingest.app;

import dev.rollcall.event.AppAuthentication;
import dev.rollcall.event.AppSetting;
import dev.rollcall.ingest.setting.Lines;
import dev.rollcall.ingest.setting.Refused;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code authentication}: each method has its fields, and no other. */
final class AuthenticationForm {

    /** A bearer token goes into a header as it is (RFC 6750 §2.1, and what servers make beyond it). */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,8192}");

    /** VSCHAR of RFC 6749, appendix A. */
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{1,1000}");

    private static final int MAX_LENGTH = 1_000;

    private final AppAddresses addresses;
    private final UnaryOperator<String> seal;

    /** @param seal seals a new secret */
    AuthenticationForm(AppAddresses addresses, UnaryOperator<String> seal) {
        this.addresses = addresses;
        this.seal = seal;
    }

    /**
     * Fills in how we authenticate.
     *
     * @param asked with the method that it has; a secret that is the sealed one of before stays
     */
    void read(AppBody.Authentication asked, AppAuthentication method, @Nullable AppSetting before, AppSetting into) {
        into.setAuthentication(method);
        into.setSealedSecret("");
        switch (method) {
            case NONE, UNKNOWN -> checkOnly(asked, method, false, false, false, false);
            case BEARER -> {
                checkOnly(asked, method, false, true, false, false);
                into.setSealedSecret(secret(
                        asked.secret(),
                        before,
                        TOKEN,
                        "the bearer token that the app takes, in" + " printable ASCII without blanks"));
            }
            case BASIC -> {
                checkOnly(asked, method, true, true, false, false);
                String name = Lines.of("authentication.client_id", asked.clientId(), 1, MAX_LENGTH);
                if (name.indexOf(':') >= 0) {
                    throw Refused.wrong("authentication.client_id must have no colon with basic (RFC 7617 §2).");
                }
                into.setClientId(name);
                into.setSealedSecret(secret(asked.secret(), before, PRINTABLE, "the password, in printable ASCII"));
            }
            case CLIENT_CREDENTIALS -> {
                checkOnly(asked, method, true, true, true, false);
                into.setClientId(printable("authentication.client_id", asked.clientId()));
                into.setTokenUrl(addresses.checked("authentication.token_url", asked.tokenUrl()));
                into.setTokenScope(asked.scope() == null ? null : printable("authentication.scope", asked.scope()));
                into.setSealedSecret(
                        secret(asked.secret(), before, PRINTABLE, "the client secret, in printable ASCII"));
            }
            case CERTIFICATE -> {
                checkOnly(asked, method, false, false, false, true);
                into.setCertificate(certificate(asked, before));
                into.setSealedSecret(
                        isKept(asked.privateKey(), before)
                                ? Objects.requireNonNull(asked.privateKey())
                                : seal.apply(Objects.requireNonNull(asked.privateKey())));
            }
        }
    }

    private static String certificate(AppBody.Authentication asked, @Nullable AppSetting before) {
        Certificates.read("authentication.certificate", asked.certificate());
        String chain = Objects.requireNonNull(asked.certificate());
        if (!isKept(asked.privateKey(), before)) {
            Certificates.checkPair(
                    chain, "authentication.certificate", "authentication.private_key", asked.privateKey());
        } else if (before != null && !chain.equals(before.getCertificate())) {
            throw Refused.wrong(
                    "authentication.private_key must be given again with another authentication.certificate.");
        }
        return chain;
    }

    private String secret(@Nullable String given, @Nullable AppSetting before, Pattern pattern, String what) {
        if (given != null && isKept(given, before)) {
            return given;
        }
        if (given == null || !pattern.matcher(given).matches()) {
            throw Refused.wrong("authentication.secret (or secret, for a bearer token) is needed: " + what + ".");
        }
        return seal.apply(given);
    }

    private static boolean isKept(@Nullable String given, @Nullable AppSetting before) {
        return before != null
                && !before.getSealedSecret().isEmpty()
                && before.getSealedSecret().equals(given);
    }

    private static String printable(String field, @Nullable String text) {
        if (text == null || !PRINTABLE.matcher(text).matches()) {
            throw Refused.wrong(field + " must have 1 to " + MAX_LENGTH + " printable ASCII characters.");
        }
        return text;
    }

    private static void checkOnly(
            AppBody.Authentication asked,
            AppAuthentication method,
            boolean isName,
            boolean isSecret,
            boolean isTokens,
            boolean isPair) {
        check("client_id", asked.clientId(), method, isName);
        check("secret", asked.secret(), method, isSecret);
        check("token_url", asked.tokenUrl(), method, isTokens);
        check("scope", asked.scope(), method, isTokens);
        check("certificate", asked.certificate(), method, isPair);
        check("private_key", asked.privateKey(), method, isPair);
    }

    private static void check(String field, @Nullable String value, AppAuthentication method, boolean isIts) {
        if (value != null && !isIts) {
            throw Refused.wrong("authentication." + field + " doesn't belong to the method \"" + AppWords.word(method)
                    + "\"; leave it out.");
        }
    }
}
