package dev.rollcall.ingest.connection;

import dev.rollcall.event.OidcProvider;
import dev.rollcall.ingest.setting.Lines;
import dev.rollcall.ingest.setting.Refused;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ResponseStatusException;

/** Reads {@code config}, the OpenID provider of a connection. */
final class ProviderForm {

    /** PingOne's top level domains; {@code asia} is only for those who are there already. */
    private static final List<String> REGIONS = List.of("com", "ca", "eu", "com.au", "sg", "asia");

    /** OpenID Connect Discovery 1.0 §4. */
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    /** VSCHAR of RFC 6749, appendix A. */
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]+");

    /** NQCHAR of RFC 6749 §3.3; a claim's name has no reason to be anything else. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]+");

    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_ITEMS = 50;

    private ProviderForm() {}

    /**
     * The provider as settings keep it.
     *
     * @param before what was there; a secret that is its sealed one stays
     * @param seal seals a new secret
     * @throws ResponseStatusException 400 that names the field
     */
    static @Nullable OidcProvider read(
            ConnectionBody.@Nullable Config config, @Nullable OidcProvider before, UnaryOperator<String> seal) {
        if (config == null) {
            return null;
        }
        String secret = optional("config.client_secret", config.clientSecret(), PRINTABLE);
        boolean isPkce = !Boolean.FALSE.equals(config.pkceEnabled());
        if (secret == null && !isPkce) {
            throw Refused.wrong("config.pkce_enabled can't be false without config.client_secret.");
        }
        String kept = before == null ? null : before.getSealedClientSecret();
        boolean isKept = secret != null && secret.equals(kept);
        String discoveryUrl = discoveryUrl(config.discoveryUrl());
        var provider = OidcProvider.newBuilder()
                .setClientId(required("config.client_id", config.clientId(), PRINTABLE))
                .setSealedClientSecret(secret == null || isKept ? secret : seal.apply(secret))
                .setEnvironment(environment(config.pingEnvId(), discoveryUrl))
                .setRegion(region(config.region()))
                .setDiscoveryUrl(discoveryUrl)
                .setScopes(tokens("config.scopes", config.scopes()))
                .setClaims(tokens("config.claims", config.claims()))
                .setPkce(isPkce)
                .setEmailClaim(optional("config.email_claim_name", config.emailClaimName(), TOKEN))
                .build();
        if (isKept && before != null && !isSameServer(before, provider)) {
            throw Refused.wrong("config.client_secret must be given again with another ping_env_id, region or"
                    + " discovery_url: it isn't sent to a server that it wasn't entered for.");
        }
        return provider;
    }

    private static boolean isSameServer(OidcProvider one, OidcProvider other) {
        return Objects.equals(one.getEnvironment(), other.getEnvironment())
                && one.getRegion().equals(other.getRegion())
                && Objects.equals(one.getDiscoveryUrl(), other.getDiscoveryUrl());
    }

    private static @Nullable String environment(@Nullable String id, @Nullable String discoveryUrl) {
        if (id == null && discoveryUrl != null) {
            return null;
        }
        if (id == null || !UUID.matcher(id).matches()) {
            throw Refused.wrong(
                    "config.ping_env_id must be the UUID that PingOne shows as Environment ID; it may only be"
                            + " left out with config.discovery_url.");
        }
        return id.toLowerCase(Locale.ROOT);
    }

    private static String region(@Nullable String region) {
        String given = Objects.requireNonNullElse(region, REGIONS.getFirst());
        if (!REGIONS.contains(given)) {
            throw Refused.wrong("config.region must be one of " + String.join(", ", REGIONS)
                    + ": what PingOne's host names end with.");
        }
        return given;
    }

    private static @Nullable String discoveryUrl(@Nullable String url) {
        if (url == null) {
            return null;
        }
        try {
            URI given = URI.create(Lines.of("config.discovery_url", url, 1, MAX_LENGTH));
            boolean isSafe = "https".equalsIgnoreCase(given.getScheme())
                    || "http".equalsIgnoreCase(given.getScheme())
                            && given.getHost() != null
                            && LOOPBACK.matcher(given.getHost()).matches();
            if (isSafe
                    && given.getHost() != null
                    && given.getRawUserInfo() == null
                    && given.getRawQuery() == null
                    && given.getRawFragment() == null
                    && given.getRawPath().endsWith(DISCOVERY)) {
                return given.toString();
            }
        } catch (IllegalArgumentException e) {
            throw Refused.wrong("config.discovery_url isn't a URL.");
        }
        throw Refused.wrong("config.discovery_url must be https://HOST/..." + DISCOVERY
                + ", without user name, query and fragment; http only for localhost.");
    }

    private static List<String> tokens(String field, @Nullable List<@Nullable String> given) {
        List<@Nullable String> all = Objects.requireNonNullElse(given, List.of());
        if (all.size() > MAX_ITEMS) {
            throw Refused.wrong(field + " may hold at most " + MAX_ITEMS + ".");
        }
        List<String> tokens =
                all.stream().map(one -> required(field, one, TOKEN)).toList();
        if (Set.copyOf(tokens).size() != tokens.size()) {
            throw Refused.wrong(field + " holds something twice.");
        }
        return tokens;
    }

    private static @Nullable String optional(String field, @Nullable String text, Pattern pattern) {
        return text == null ? null : required(field, text, pattern);
    }

    private static String required(String field, @Nullable String text, Pattern pattern) {
        return Optional.ofNullable(text)
                .filter(given ->
                        given.length() <= MAX_LENGTH && pattern.matcher(given).matches())
                .orElseThrow(() -> Refused.wrong(field + " must have 1 to " + MAX_LENGTH + " printable ASCII characters"
                        + (pattern == TOKEN ? " without blanks, \" and \\." : ".")));
    }
}
