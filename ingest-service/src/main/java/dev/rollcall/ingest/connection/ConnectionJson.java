package dev.rollcall.ingest.connection;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.OidcProvider;
import dev.rollcall.ingest.credential.CredentialKinds;
import dev.rollcall.ingest.setting.MergePatch;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Applies a JSON Merge Patch (RFC 7396) to what would have been asked for to get a connection as it is. */
@Component
final class ConnectionJson {

    private static final String ENABLED = "enabled";

    private final JsonMapper json;

    ConnectionJson(JsonMapper json) {
        this.json = json;
    }

    /**
     * What the connection is to be. A client secret in it may be the sealed one: then it is to stay.
     *
     * @throws ResponseStatusException 400 for a field that there isn't
     */
    ConnectionBody patched(String id, ConnectionSetting before, ObjectNode patch) {
        ObjectNode whole = json.valueToTree(asked(id, before));
        if (patch.path("scim_config").has(ENABLED) && !patch.has(ENABLED)) {
            // the other name of the same switch
            whole.remove(ENABLED);
        }
        ConnectionBody asked = MergePatch.apply(json, whole, patch, ConnectionBody.class);
        if (!id.equals(asked.id())) {
            throw Refused.wrong("id never changes; leave it out.");
        }
        return asked;
    }

    private static ConnectionBody asked(String id, ConnectionSetting setting) {
        return new ConnectionBody(
                id,
                setting.getType(),
                setting.getName(),
                setting.getEnabled(),
                setting.getProfile(),
                nullable(setting.getSchemas().values().stream()
                        .map(ScimJson::read)
                        .toList()),
                setting.getProvider() == null ? null : asked(setting.getProvider()),
                new ConnectionBody.ScimConfig(
                        null,
                        setting.getUserDeprovision(),
                        setting.getSeatDeprovision(),
                        setting.getIdentityUpdate().name().toLowerCase(Locale.ROOT)),
                new ConnectionBody.Authentication(
                        nullable(setting.getMethods().stream()
                                .map(CredentialKinds::word)
                                .toList()),
                        nullable(setting.getSources())),
                MassChangeForm.of(setting));
    }

    private static ConnectionBody.Config asked(OidcProvider provider) {
        return new ConnectionBody.Config(
                provider.getClientId(),
                provider.getSealedClientSecret(),
                provider.getEnvironment(),
                provider.getRegion(),
                provider.getDiscoveryUrl(),
                nullable(provider.getClaims()),
                nullable(provider.getScopes()),
                provider.getPkce(),
                provider.getEmailClaim());
    }

    private static <T> List<@Nullable T> nullable(List<T> values) {
        return new ArrayList<>(values);
    }
}
