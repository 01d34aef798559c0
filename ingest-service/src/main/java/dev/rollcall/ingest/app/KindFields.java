package dev.rollcall.ingest.app;

import static dev.rollcall.event.AppKind.SCIM;
import static dev.rollcall.event.AppKind.SET_POLL;
import static dev.rollcall.event.AppKind.SET_PUSH;
import static dev.rollcall.event.AppKind.WEBHOOK;

import dev.rollcall.event.AppKind;
import dev.rollcall.ingest.setting.Refused;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which fields belong to which kinds of app; a field that would do nothing is refused rather than ignored. */
enum KindFields {
    URL("url", AppBody::url, EnumSet.of(SCIM, WEBHOOK, SET_PUSH)),
    AUTHENTICATION("authentication", AppBody::authentication, EnumSet.of(SCIM, WEBHOOK, SET_PUSH)),
    SECRET("secret", AppBody::secret, EnumSet.of(SCIM, WEBHOOK, SET_PUSH)),
    TRUSTED("trusted_certificates", AppBody::trustedCertificates, EnumSet.of(SCIM, WEBHOOK, SET_PUSH)),
    LIMITS("limits", AppBody::limits, EnumSet.of(SCIM, WEBHOOK, SET_PUSH)),
    SIGNATURE("signature", AppBody::signature, EnumSet.of(WEBHOOK)),
    UPDATE("update_method", AppBody::updateMethod, EnumSet.of(SCIM)),
    DEPROVISION("deprovision", AppBody::deprovision, EnumSet.of(SCIM)),
    RECONCILE("reconcile_every", AppBody::reconcileEvery, EnumSet.of(SCIM)),
    MAPPING("mapping", AppBody::mapping, EnumSet.of(SCIM)),
    KINDS("kinds", AppBody::kinds, EnumSet.of(WEBHOOK, SET_PUSH, SET_POLL)),
    BODY("body", AppBody::body, EnumSet.of(WEBHOOK, SET_PUSH, SET_POLL)),
    AUDIENCE("audience", AppBody::audience, EnumSet.of(SET_PUSH, SET_POLL));

    private final String field;
    private final Function<AppBody, @Nullable Object> value;
    private final Set<AppKind> kinds;

    KindFields(String field, Function<AppBody, @Nullable Object> value, Set<AppKind> kinds) {
        this.field = field;
        this.value = value;
        this.kinds = kinds;
    }

    boolean isOf(AppKind kind) {
        return kinds.contains(kind);
    }

    /** @throws org.springframework.web.server.ResponseStatusException 400 for a field of another kind */
    static void check(AppKind kind, AppBody asked) {
        for (KindFields field : List.of(values())) {
            if (!field.isOf(kind) && field.value.apply(asked) != null) {
                throw Refused.wrong(field.field + " doesn't belong to an app of kind \"" + AppWords.word(kind)
                        + "\"; leave it out. "
                        + field.kinds.stream()
                                .map(AppWords::word)
                                .collect(Collectors.joining(", ", "It is for ", ".")));
            }
        }
    }
}
