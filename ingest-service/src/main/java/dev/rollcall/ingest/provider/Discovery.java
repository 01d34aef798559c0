package dev.rollcall.ingest.provider;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.rollcall.ingest.provider.ProviderHttp.Answer;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;

/** Reads discovery documents (OpenID Connect Discovery 1.0 §4) and believes nothing that doesn't hold together. Pure. */
public final class Discovery {

    private Discovery() {}

    /** @throws ProviderFault when the answer isn't a discovery document */
    public static OIDCProviderMetadata read(Answer answer) {
        if (answer.status() != 200) {
            throw new ProviderFault("The discovery document is answered with HTTP " + answer.status() + "."
                    + (answer.status() == 404 ? " The environment id or the region is wrong." : ""));
        }
        String type = answer.header(HttpHeaders.CONTENT_TYPE).toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            throw new ProviderFault(
                    "The discovery document isn't application/json but " + (type.isEmpty() ? "nothing" : type) + ".");
        }
        try {
            return OIDCProviderMetadata.parse(answer.body());
        } catch (ParseException e) {
            throw new ProviderFault("The discovery document is broken or lacks something: " + e.getMessage(), e);
        }
    }

    /** @throws ProviderFault when the document is of another issuer */
    public static void requireIssuer(OIDCProviderMetadata metadata, Issuer issuer) {
        String named = metadata.getIssuer().getValue();
        if (!issuer.names().contains(named)) {
            throw new ProviderFault("The discovery document names the issuer " + named + ", not "
                    + issuer.names().stream().sorted().findFirst().orElseThrow() + ".");
        }
    }

    /** @throws ProviderFault when an endpoint is missing, or not to be spoken to */
    public static void requireEndpoints(OIDCProviderMetadata metadata, ProviderHttp http) {
        if (metadata.getAuthorizationEndpointURI() == null || metadata.getTokenEndpointURI() == null) {
            throw new ProviderFault("The discovery document lacks authorization_endpoint or token_endpoint.");
        }
        endpoints(metadata).forEach(http::allowed);
    }

    private static Stream<URI> endpoints(OIDCProviderMetadata metadata) {
        return Stream.of(
                        metadata.getAuthorizationEndpointURI(),
                        metadata.getTokenEndpointURI(),
                        metadata.getJWKSetURI(),
                        metadata.getUserInfoEndpointURI(),
                        metadata.getEndSessionEndpointURI())
                .filter(Objects::nonNull);
    }
}
