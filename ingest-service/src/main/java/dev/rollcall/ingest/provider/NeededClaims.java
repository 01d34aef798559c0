package dev.rollcall.ingest.provider;

import dev.rollcall.event.AccessPolicy;
import dev.rollcall.event.OidcProvider;
import dev.rollcall.event.PolicyRule;
import dev.rollcall.event.RuleKind;
import dev.rollcall.ingest.policy.Access;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.stereotype.Component;

/** Which claims we need of a person; where the ID token lacks one, or says that it is too large, userinfo is asked. */
@Component
final class NeededClaims {

    private final Settings settings;

    NeededClaims(Settings settings) {
        this.settings = settings;
    }

    boolean areMissing(OidcUserRequest request) {
        String connection = request.getClientRegistration().getRegistrationId();
        var userInfo = request.getClientRegistration().getProviderDetails().getUserInfoEndpoint();
        return userInfo.getUri() != null
                && Stream.concat(configured(connection), asked(connection))
                        .anyMatch(name -> Claims.isUnknown(Optional.ofNullable(
                                request.getIdToken().getClaims().get(name))));
    }

    private Stream<String> configured(String connection) {
        return settings.connection(connection)
                .map(entry -> entry.value().getProvider())
                .map(provider -> Stream.concat(Stream.of(emailClaim(provider)), provider.getClaims().stream()))
                .orElseGet(Stream::empty);
    }

    private Stream<String> asked(String connection) {
        List<AccessPolicy> policies =
                settings.policies().stream().map(Settings.Entry::value).toList();
        return Access.rules(RuleKind.CLAIM, connection, policies).stream()
                .map(PolicyRule::getName)
                .filter(Objects::nonNull);
    }

    static String emailClaim(OidcProvider provider) {
        return Objects.requireNonNullElse(provider.getEmailClaim(), "email");
    }
}
