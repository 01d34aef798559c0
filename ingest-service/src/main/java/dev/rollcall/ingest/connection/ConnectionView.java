package dev.rollcall.ingest.connection;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.CredentialKind;
import dev.rollcall.event.OidcProvider;
import dev.rollcall.ingest.credential.CredentialKinds;
import dev.rollcall.schemas.scim.ScimJson;
import dev.rollcall.schemas.setting.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.ObjectNode;

/** A connection as the admin API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ConnectionView(
        String id,
        String type,
        String name,
        boolean enabled,
        String profile,
        List<ObjectNode> schemas,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Config config,
        ScimConfig scimConfig,
        Authentication authentication,
        ConnectionBody.MassChangeHold massChangeHold) {

    /**
     * How its people sign in to the console.
     *
     * @param clientSecretSet all that is told of it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Config(
            String clientId,
            boolean clientSecretSet,
            @Nullable String pingEnvId,
            String region,
            @Nullable String discoveryUrl,
            List<String> claims,
            List<String> scopes,
            boolean pkceEnabled,
            @Nullable String emailClaimName) {

        static Config of(OidcProvider provider) {
            return new Config(
                    provider.getClientId(),
                    provider.getSealedClientSecret() != null,
                    provider.getEnvironment(),
                    provider.getRegion(),
                    provider.getDiscoveryUrl(),
                    provider.getClaims(),
                    provider.getScopes(),
                    provider.getPkce(),
                    provider.getEmailClaim());
        }
    }

    /**
     * What is entered at the identity provider, and what provisioning does here.
     *
     * @param secret the bearer token; only shown when it was just made
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record ScimConfig(
            boolean enabled,
            String scimBaseUrl,
            @Nullable String secret,
            boolean userDeprovision,
            boolean seatDeprovision,
            String identityUpdateBehavior) {}

    /**
     * How its client may authenticate.
     *
     * @param tokenUrl where OAuth clients get access tokens, if it takes them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Authentication(
            List<String> methods,
            List<String> allowedSources,
            @Nullable String tokenUrl) {}

    /** @param url that clients reach this service by */
    static ConnectionView of(Settings.Entry<ConnectionSetting> connection, String url, @Nullable String secret) {
        ConnectionSetting setting = connection.value();
        String base = url + "/scim/v2/" + connection.id();
        OidcProvider provider = setting.getProvider();
        return new ConnectionView(
                connection.id(),
                setting.getType(),
                setting.getName(),
                setting.getEnabled(),
                setting.getProfile(),
                setting.getSchemas().values().stream().map(ScimJson::read).toList(),
                connection.setting().getCreated(),
                connection.setting().getTime(),
                provider == null ? null : Config.of(provider),
                new ScimConfig(
                        setting.getEnabled(),
                        base,
                        secret,
                        setting.getUserDeprovision(),
                        setting.getSeatDeprovision(),
                        setting.getIdentityUpdate().name().toLowerCase(Locale.ROOT)),
                new Authentication(
                        setting.getMethods().stream().map(CredentialKinds::word).toList(),
                        setting.getSources(),
                        setting.getMethods().contains(CredentialKind.CLIENT) ? base + "/oauth2/token" : null),
                MassChangeForm.of(setting));
    }
}
