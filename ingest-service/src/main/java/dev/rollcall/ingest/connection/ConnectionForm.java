package dev.rollcall.ingest.connection;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.CredentialKind;
import dev.rollcall.event.IdentityUpdate;
import dev.rollcall.ingest.credential.CredentialKinds;
import dev.rollcall.ingest.setting.Lines;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.schemas.scim.Profile;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.util.matcher.InetAddressMatchers;
import org.springframework.web.server.ResponseStatusException;

/** Reads what is asked of a connection, field by field, into what settings keep. */
final class ConnectionForm {

    static final String PING = "ping";
    private static final int MAX_NAME = 200;
    private static final int MAX_SOURCES = 200;

    private ConnectionForm() {}

    /**
     * The connection as settings keep it, without credentials where it is new.
     *
     * @param before what was there, for the secrets in it
     * @param seal seals a new client secret
     * @throws ResponseStatusException 400 that names the field, what is wrong, and what it may be
     */
    static ConnectionSetting read(
            ConnectionBody asked, @Nullable ConnectionSetting before, UnaryOperator<String> seal) {
        if (!PING.equals(asked.type())) {
            throw Refused.wrong("type must be \"ping\".");
        }
        var scim =
                Objects.requireNonNullElse(asked.scimConfig(), new ConnectionBody.ScimConfig(null, null, null, null));
        var authentication =
                Objects.requireNonNullElse(asked.authentication(), new ConnectionBody.Authentication(null, null));
        boolean isUserDeprovision = Boolean.TRUE.equals(scim.userDeprovision());
        boolean isSeatDeprovision = Boolean.TRUE.equals(scim.seatDeprovision());
        if (isSeatDeprovision && !isUserDeprovision) {
            throw Refused.wrong("scim_config.seat_deprovision can't be true unless scim_config.user_deprovision is.");
        }
        return ConnectionSetting.newBuilder()
                .setName(Lines.of("name", asked.name(), 1, MAX_NAME))
                .setType(PING)
                .setEnabled(isEnabled(asked.enabled(), scim.enabled()))
                .setCredentials(before == null ? List.of() : before.getCredentials())
                .setProfile(profile(Objects.requireNonNullElse(asked.profile(), Profile.PINGONE.label())))
                .setSchemas(DeclaredSchemas.of(Objects.requireNonNullElse(asked.schemas(), List.of())))
                .setMethods(methods(authentication.methods()))
                .setSources(sources(authentication.allowedSources()))
                .setUserDeprovision(isUserDeprovision)
                .setSeatDeprovision(isSeatDeprovision)
                .setIdentityUpdate(identityUpdate(scim.identityUpdateBehavior()))
                .setMassChange(MassChangeForm.read(asked.massChangeHold()))
                .setProvider(ProviderForm.read(asked.config(), before == null ? null : before.getProvider(), seal))
                .build();
    }

    private static boolean isEnabled(@Nullable Boolean connection, @Nullable Boolean scim) {
        if (connection != null && scim != null && !connection.equals(scim)) {
            throw Refused.wrong("enabled and scim_config.enabled are the same switch; send one of them.");
        }
        return !Boolean.FALSE.equals(connection) && !Boolean.FALSE.equals(scim);
    }

    private static String profile(String name) {
        return Profile.named(name)
                .map(Profile::label)
                .orElseThrow(() -> Refused.wrong(Arrays.stream(Profile.values())
                        .map(Profile::label)
                        .collect(Collectors.joining(", ", "profile must be one of ", "."))));
    }

    private static IdentityUpdate identityUpdate(@Nullable String word) {
        return switch (word) {
            case null -> IdentityUpdate.AUTOMATIC;
            case "automatic" -> IdentityUpdate.AUTOMATIC;
            case "reauth" -> IdentityUpdate.REAUTH;
            case "no_action" -> IdentityUpdate.NO_ACTION;
            default ->
                throw Refused.wrong(
                        "scim_config.identity_update_behavior must be \"automatic\", \"reauth\" or \"no_action\".");
        };
    }

    private static List<CredentialKind> methods(@Nullable List<@Nullable String> words) {
        if (words == null) {
            return List.of(CredentialKind.BEARER);
        }
        var methods = EnumSet.noneOf(CredentialKind.class);
        for (String word : words) {
            methods.add(CredentialKinds.of(String.valueOf(word)).orElseThrow(ConnectionForm::wrongMethods));
        }
        if (methods.isEmpty()) {
            throw wrongMethods();
        }
        return List.copyOf(methods);
    }

    private static ResponseStatusException wrongMethods() {
        return Refused.wrong(
                "authentication.methods must hold one or more of \"bearer\", \"basic\" and \"client_credentials\".");
    }

    private static List<String> sources(@Nullable List<@Nullable String> given) {
        List<@Nullable String> all = Objects.requireNonNullElse(given, List.of());
        if (all.size() > MAX_SOURCES) {
            throw Refused.wrong("authentication.allowed_sources may hold at most " + MAX_SOURCES + ".");
        }
        return all.stream().map(ConnectionForm::source).distinct().toList();
    }

    private static String source(@Nullable String text) {
        String given = String.valueOf(text).strip();
        try {
            int slash = given.indexOf('/');
            // a literal only: nothing is looked up in DNS
            InetAddress.ofLiteral(slash < 0 ? given : given.substring(0, slash));
            if (slash >= 0 && Integer.parseUnsignedInt(given.substring(slash + 1)) < 0) {
                throw new IllegalArgumentException(given);
            }
            InetAddressMatchers.fromIpAddress(given);
            return given;
        } catch (IllegalArgumentException e) {
            throw Refused.wrong("authentication.allowed_sources must hold IPv4 or IPv6 addresses, each with or without"
                    + " the length of a prefix, such as 192.0.2.0/24 or 2001:db8::/32.");
        }
    }
}
