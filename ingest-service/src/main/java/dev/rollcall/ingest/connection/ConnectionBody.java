package dev.rollcall.ingest.connection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is asked of a connection, in the form that Cloudflare's API for identity providers has.
 *
 * @param id chosen by the administrator, or absent for one of ours; never changes
 * @param type of the identity provider; {@code ping} is the only one
 * @param profile how its client speaks SCIM; {@code pingone} when absent
 * @param schemas the extensions that its client sends, each in the JSON of RFC 7643 §7
 * @param config how its people sign in to the console; absent when they don't
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ConnectionBody(
        @Nullable String id,
        @Nullable String type,
        @Nullable String name,
        @Nullable Boolean enabled,
        @Nullable String profile,
        @Nullable List<@Nullable ObjectNode> schemas,

        @Nullable Config config,
        @Nullable ScimConfig scimConfig,
        @Nullable Authentication authentication,
        @Nullable MassChangeHold massChangeHold) {

    /** A new one with everything else as it is when it is absent. */
    public static ConnectionBody of(String id, String name, String profile) {
        return new ConnectionBody(id, ConnectionForm.PING, name, null, profile, null, null, null, null, null);
    }

    /**
     * An application in a PingOne environment.
     *
     * @param clientSecret is never told again
     * @param region PingOne's top level domain; {@code com} when absent
     * @param discoveryUrl of a custom domain, in place of environment and region
     * @param claims custom claims that policies may use
     * @param scopes asked for beside openid, email and profile
     * @param pkceEnabled true when absent
     * @param emailClaimName {@code email} when absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Config(
            @Nullable String clientId,
            @Nullable String clientSecret,
            @Nullable String pingEnvId,
            @Nullable String region,
            @Nullable String discoveryUrl,
            @Nullable List<@Nullable String> claims,
            @Nullable List<@Nullable String> scopes,
            @Nullable Boolean pkceEnabled,
            @Nullable String emailClaimName) {

        /** Says nothing of the secret. */
        @Override
        public String toString() {
            return "Config[clientId=" + clientId + "]";
        }
    }

    /**
     * What provisioning does here.
     *
     * @param enabled the same as that of the connection
     * @param identityUpdateBehavior automatic, reauth or no_action
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record ScimConfig(
            @Nullable Boolean enabled,
            @Nullable Boolean userDeprovision,
            @Nullable Boolean seatDeprovision,
            @Nullable String identityUpdateBehavior) {}

    /**
     * How its client may authenticate.
     *
     * @param methods bearer, basic, client_credentials; bearer when absent
     * @param allowedSources addresses that it may come from, in CIDR notation; empty or absent for any
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Authentication(
            @Nullable List<@Nullable String> methods,
            @Nullable List<@Nullable String> allowedSources) {}

    /**
     * When so many of its users leave at once that an operator has to look before apps hear of it.
     *
     * @param enabled true when absent
     * @param sharePercent more than this share of those who were active within the window; 20 when absent
     * @param minimum at least so many; 50 when absent
     * @param windowMinutes 60 when absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record MassChangeHold(
            @Nullable Boolean enabled,
            @Nullable Integer sharePercent,
            @Nullable Integer minimum,
            @Nullable Integer windowMinutes) {}
}
