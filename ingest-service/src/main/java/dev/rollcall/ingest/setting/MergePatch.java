package dev.rollcall.ingest.setting;

import dev.rollcall.schemas.scim.ScimJson;
import java.util.Objects;
import org.springframework.web.server.ServerWebInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON Merge Patch (RFC 7396). */
public final class MergePatch {

    private MergePatch() {}

    /**
     * What is asked for once the patch is applied.
     *
     * @param whole what would have been asked for to get everything as it is; changed by this
     * @throws ServerWebInputException 400 for a field that there isn't
     */
    public static <T> T apply(JsonMapper json, ObjectNode whole, ObjectNode patch, Class<T> type) {
        try {
            return json.treeToValue(merged(whole, patch), type);
        } catch (JacksonException e) {
            throw new ServerWebInputException("The body can't be read.", null, e);
        }
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
}
