package dev.rollcall.ingest.connection;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.OidcProvider;
import dev.rollcall.ingest.credential.CredentialKinds;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
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
        ConnectionBody asked;
        try {
            asked = json.treeToValue(merged(whole, patch), ConnectionBody.class);
        } catch (JacksonException e) {
            throw new ServerWebInputException("The body can't be read.", null, e);
        }
        if (!id.equals(asked.id())) {
            throw Refused.wrong("id never changes; leave it out.");
        }
        return asked;
    }

    /** MergePatch of RFC 7396 §2. */
    private static JsonNode merged(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode merged = target instanceof ObjectNode object ? object : ScimJson.objectNode();
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                merged.set(
                        change.getKey(),
                        merged(
                                Objects.requireNonNullElse(merged.get(change.getKey()), merged.nullNode()),
                                change.getValue()));
            }
        });
        return merged;
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
                        nullable(setting.getSources())));
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
