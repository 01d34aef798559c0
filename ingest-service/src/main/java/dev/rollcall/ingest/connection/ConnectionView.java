package dev.rollcall.ingest.connection;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.schemas.scim.ScimJson;
import dev.rollcall.schemas.setting.Settings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.ObjectNode;

/** A connection as the admin API shows it. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ConnectionView(
        String id,
        String type,
        String name,
        boolean enabled,
        String profile,
        List<ObjectNode> schemas,
        Instant createdAt,
        ScimConfig scimConfig) {

    /**
     * What is entered at the identity provider.
     *
     * @param secret the bearer token; only shown when it was just made
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record ScimConfig(
            boolean enabled,
            String scimBaseUrl,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String secret) {}

    static ConnectionView of(Settings.Entry<ConnectionSetting> connection, String url, @Nullable String secret) {
        ConnectionSetting setting = connection.value();
        return new ConnectionView(
                connection.id(),
                setting.getType(),
                setting.getName(),
                setting.getEnabled(),
                setting.getProfile(),
                setting.getSchemas().values().stream().map(ScimJson::read).toList(),
                connection.setting().getCreated(),
                new ScimConfig(setting.getEnabled(), url + "/scim/v2/" + connection.id(), secret));
    }
}
