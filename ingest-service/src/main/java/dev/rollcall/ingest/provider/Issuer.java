package dev.rollcall.ingest.provider;

import dev.rollcall.event.OidcProvider;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a provider's discovery document is, and which issuer it must name (OpenID Connect Discovery 1.0 §4.3): a document
 * that names another one speaks for somebody else.
 *
 * @param names the issuer, with and without a slash at its end where the URL leaves that open
 */
public record Issuer(URI document, Set<String> names) {

    /** The top level domains of PingOne's regions. */
    public static final Set<String> REGIONS = Set.of("com", "ca", "eu", "com.au", "sg", "asia");

    private static final String WELL_KNOWN = "/.well-known/openid-configuration";
    private static final Pattern ENVIRONMENT = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /** @throws ProviderFault when the setting doesn't say */
    public static Issuer of(OidcProvider provider) {
        String discovery = provider.getDiscoveryUrl();
        if (discovery != null) {
            return ofDocument(discovery);
        }
        String environment = provider.getEnvironment();
        if (environment == null || !ENVIRONMENT.matcher(environment).matches()) {
            throw new ProviderFault("The environment id is missing or malformed. Copy it from PingOne: Settings,"
                    + " Environment Properties, Environment ID.");
        }
        if (!REGIONS.contains(provider.getRegion())) {
            throw new ProviderFault("The region must be one of com, ca, eu, com.au, sg and asia.");
        }
        String issuer = "https://auth.pingone." + provider.getRegion() + "/" + environment + "/as";
        return new Issuer(URI.create(issuer + WELL_KNOWN), Set.of(issuer));
    }

    private static Issuer ofDocument(String url) {
        if (!url.endsWith(WELL_KNOWN)) {
            throw new ProviderFault("The discovery URL must end with " + WELL_KNOWN + ".");
        }
        try {
            String issuer = url.substring(0, url.length() - WELL_KNOWN.length());
            return new Issuer(URI.create(url), Set.of(issuer, issuer + "/"));
        } catch (IllegalArgumentException e) {
            throw new ProviderFault("The discovery URL isn't a URL.", e);
        }
    }
}
