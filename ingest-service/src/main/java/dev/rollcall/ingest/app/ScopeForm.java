package dev.rollcall.ingest.app;

import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.delivery.EventTokens;
import dev.rollcall.schemas.scim.Expressions;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scope.Mapping;
import dev.rollcall.schemas.scope.MappingException;
import dev.rollcall.schemas.scope.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads who and what an app gets: its filters, its mapping, the kinds of its events. */
public final class ScopeForm {

    private static final Set<String> KINDS = new TreeSet<>(List.of(
            EventUris.CREATE,
            EventUris.PUT,
            EventUris.PATCH,
            EventUris.DELETE,
            EventUris.ACTIVATE,
            EventUris.DEACTIVATE,
            EventUris.ASYNC_RESPONSE,
            EventUris.FEED_ADD,
            EventUris.FEED_REMOVE,
            EventTokens.SESSION_REVOKED));

    private static final int MAX_MAPPED = 200;
    private static final int MAX_EXPRESSION = 8 * 1024;

    private ScopeForm() {}

    /** @throws org.springframework.web.server.ResponseStatusException 400 that names the field */
    static @Nullable String filter(@Nullable String text, ResourceType type) {
        if (text == null) {
            return null;
        }
        try {
            Scope.of(type == ResourceType.USER ? text : null, type == ResourceType.GROUP ? text : null);
            return text;
        } catch (ScimException e) {
            throw Refused.wrong(e.detail());
        }
    }

    /** @throws org.springframework.web.server.ResponseStatusException 400 that names the attribute */
    public static Map<String, String> mapping(@Nullable Map<String, @Nullable String> asked) {
        Map<String, @Nullable String> given = Objects.requireNonNullElse(asked, Map.of());
        if (given.size() > MAX_MAPPED) {
            throw Refused.wrong("mapping may hold at most " + MAX_MAPPED + " attributes.");
        }
        var mapping = new HashMap<String, String>();
        given.forEach((path, expression) -> mapping.put(path(path), expression(path, expression)));
        try {
            Mapping.of(mapping);
            return mapping;
        } catch (MappingException e) {
            throw Refused.wrong(String.valueOf(e.getMessage()));
        }
    }

    static List<String> kinds(@Nullable List<@Nullable String> asked) {
        List<@Nullable String> given = Objects.requireNonNullElse(asked, List.of());
        return given.stream()
                .map(String::valueOf)
                .distinct()
                .peek(kind -> {
                    if (!KINDS.contains(kind)) {
                        throw Refused.wrong(
                                "kinds must hold some of " + String.join(", ", KINDS) + "; leave it out for all.");
                    }
                })
                .toList();
    }

    private static String path(String path) {
        try {
            Expressions.path("mapping." + path, path);
            return path;
        } catch (ScimException e) {
            throw Refused.wrong(e.detail());
        }
    }

    private static String expression(String path, @Nullable String expression) {
        if (expression == null || expression.isBlank() || expression.length() > MAX_EXPRESSION) {
            throw Refused.wrong(
                    "mapping." + path + " must be a JSONata expression of 1 to " + MAX_EXPRESSION + " characters.");
        }
        return expression;
    }
}
