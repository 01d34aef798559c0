package dev.rollcall.ingest.app.preview;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.app.ScopeForm;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scope.Mapping;
import dev.rollcall.schemas.scope.MappingException;
import dev.rollcall.schemas.scope.Scope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** By which an app gets what it gets, saved or drafted. */
record Rules(String id, AppSetting app, Scope scope, Mapping mapping) {

    /** @throws ResponseStatusException 400 that says what is wrong with which filter or expression */
    static Rules of(String id, AppSetting app, PreviewRequest asked) {
        PreviewRequest.Draft draft = asked.draft();
        try {
            Scope scope = draft == null ? Scope.of(app) : Scope.of(draft.users(), draft.groups());
            Map<String, String> mapping = draft == null ? app.getMapping() : ScopeForm.mapping(draft.mapping());
            if (draft != null && draft.mapping() != null && app.getKind() != AppKind.SCIM) {
                throw new ResponseStatusException(
                        HttpStatus.BAD_REQUEST, "A mapping is for SCIM apps; this app is told of changes as they are.");
            }
            return new Rules(id, app, scope, app.getKind() == AppKind.SCIM ? Mapping.of(mapping) : Mapping.NONE);
        } catch (ScimException | MappingException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage());
        }
    }

    boolean isScim() {
        return app.getKind() == AppKind.SCIM;
    }

    /** Whether what the app gets of a user may change because a group changed. */
    boolean looksAtMemberships() {
        return scope.looksAtMemberships() || mapping.looksAtMemberships();
    }

    /** Whether the scope has a user, or a group; null is neither. */
    boolean has(@Nullable Object state, List<GroupReference> groups) {
        return switch (state) {
            case UserState user -> scope.has(user, groups);
            case GroupState group -> scope.has(group);
            case null, default -> false;
        };
    }
}
