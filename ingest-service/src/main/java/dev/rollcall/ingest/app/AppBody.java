package dev.rollcall.ingest.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What is asked of an app.
 *
 * @param id chosen by the administrator, or absent for one of ours; never changes
 * @param kind {@code scim}, {@code webhook}, {@code set_push} or {@code set_poll}; never changes
 * @param url where it is reached; absent of set_poll
 * @param connections that it follows; absent or empty: all
 * @param secret short for the bearer token in {@code authentication}; of a new webhook its first signing key
 * @param signature of a new webhook's first key: {@code v1} (HMAC, when absent) or {@code v1a} (Ed25519)
 * @param trustedCertificates in PEM, that its server's is checked against instead of the platform's
 * @param updateMethod {@code put} (when absent) or {@code patch}, for users of a SCIM app
 * @param deprovision {@code delete} (when absent) or {@code deactivate}, for users of a SCIM app
 * @param mapping of a SCIM app: attribute path to JSONata
 * @param reconcileEvery of a SCIM app: an ISO 8601 duration or a cron expression in UTC, by which it is reconciled
 * @param kinds event URIs of RFC 9967 that it wants; absent or empty: all
 * @param body {@code full} (when absent) or {@code notice}
 * @param audience of its Security Event Tokens; its id when absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AppBody(
        @Nullable String id,
        @Nullable String name,
        @Nullable String kind,
        @Nullable String url,
        @Nullable List<@Nullable String> connections,
        @Nullable Boolean enabled,
        @Nullable Authentication authentication,
        @Nullable String secret,
        @Nullable String signature,
        @Nullable String trustedCertificates,
        @Nullable String updateMethod,
        @Nullable String deprovision,
        @Nullable Scope scope,
        @Nullable Map<String, @Nullable String> mapping,
        @Nullable List<@Nullable String> kinds,
        @Nullable String body,
        @Nullable String audience,
        @Nullable Limits limits,
        @Nullable String reconcileEvery) {

    /**
     * How we authenticate to it.
     *
     * @param method none, bearer, basic, client_credentials or certificate
     * @param clientId the user name of basic, or the client id of client_credentials
     * @param secret the bearer token, password or client secret; never told again
     * @param tokenUrl the token endpoint of client_credentials
     * @param scope that is asked for with client_credentials
     * @param certificate the chain of certificate in PEM, ours first
     * @param privateKey its key in PEM (PKCS #8); never told again
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Authentication(
            @Nullable String method,
            @Nullable String clientId,
            @Nullable String secret,
            @Nullable String tokenUrl,
            @Nullable String scope,
            @Nullable String certificate,
            @Nullable String privateKey) {

        /** Says nothing of the secret. */
        @Override
        public String toString() {
            return "Authentication[method=" + method + "]";
        }
    }

    /**
     * Who it gets; absent: everybody.
     *
     * @param users a SCIM filter over a user with its groups
     * @param groups a SCIM filter over a group
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Scope(@Nullable String users, @Nullable String groups) {}

    /**
     * How much it takes.
     *
     * @param concurrency requests at once; the worker's default when absent
     * @param requestsPerSecond no limit when absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Limits(
            @Nullable Integer concurrency, @Nullable Integer requestsPerSecond) {

        public static final int MOST_CONCURRENCY = 256;
        public static final int MOST_PER_SECOND = 10_000;
    }

    /** Says nothing of the secrets. */
    @Override
    public String toString() {
        return "AppBody[id=" + id + ", kind=" + kind + "]";
    }
}
