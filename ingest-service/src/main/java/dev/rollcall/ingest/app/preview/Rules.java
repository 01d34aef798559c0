package dev.rollcall.ingest.app.preview;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scope.Mapping;
import dev.rollcall.schemas.scope.MappingException;
import dev.rollcall.schemas.scope.Scope;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** By which an app gets what it gets, saved or drafted. */
record Rules(AppSetting app, Scope scope, Mapping mapping) {

    /** @throws ResponseStatusException 400 that says what is wrong with which filter or expression */
    static Rules of(AppSetting app, PreviewRequest asked) {
        PreviewRequest.Draft draft = asked.draft();
        try {
            Scope scope = draft == null ? Scope.of(app) : Scope.of(draft.users(), draft.groups());
            Map<String, String> mapping =
                    draft == null ? app.getMapping() : Objects.requireNonNullElse(draft.mapping(), Map.of());
            return new Rules(app, scope, app.getKind() == AppKind.SCIM ? Mapping.of(mapping) : Mapping.NONE);
        } catch (ScimException | MappingException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage());
        }
    }

    boolean isScim() {
        return app.getKind() == AppKind.SCIM;
    }
}
