package dev.rollcall.ingest.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.OidcProvider;
import dev.rollcall.event.PolicyRule;
import dev.rollcall.event.RuleKind;
import dev.rollcall.ingest.policy.Fit;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    static {
        TrustedRecords.trust();
    }

    private static final OidcProvider PROVIDER =
            OidcProvider.newBuilder().setClientId("c").build();

    private static Fit fit(Object claim, String value) {
        return Claims.of(Map.of("groups", claim), Map.of()).fits(new PolicyRule(RuleKind.CLAIM, "groups", value));
    }

    @Test
    void fitsWholeValuesOnly() {
        assertThat(fit("admins", "admins")).isEqualTo(Fit.YES);
        assertThat(fit(List.of("staff", "admins"), "admins")).isEqualTo(Fit.YES);
        assertThat(fit(true, "true")).isEqualTo(Fit.YES);
        assertThat(fit(7L, "7")).isEqualTo(Fit.YES);
        assertThat(fit("admins", "admin")).isEqualTo(Fit.NO);
        assertThat(fit("admins", "Admins")).isEqualTo(Fit.NO);
        assertThat(fit("staff,admins", "admins")).isEqualTo(Fit.NO);
        assertThat(fit(List.of(List.of("admins")), "admins")).isEqualTo(Fit.NO);
        assertThat(fit(Map.of("admins", "admins"), "admins")).isEqualTo(Fit.NO);
        assertThat(Claims.of(Map.of(), Map.of()).fits(new PolicyRule(RuleKind.CLAIM, "groups", "x")))
                .isEqualTo(Fit.NO);
    }

    @Test
    void knowsNothingOfWhatIsTooLarge() {
        assertThat(fit(Claims.TOO_LARGE, Claims.TOO_LARGE)).isEqualTo(Fit.UNKNOWN);
        assertThat(fit(List.of("admins", Claims.TOO_LARGE), "admins")).isEqualTo(Fit.UNKNOWN);
    }

    @Test
    void takesFromUserinfoWhatTheIdTokenDoesNotTell() {
        Claims claims = Claims.of(
                Map.of("sub", "s", "groups", Claims.TOO_LARGE, "name", "Of the token", "other", Claims.TOO_LARGE),
                Map.of(
                        "groups",
                        List.of("admins"),
                        "name",
                        "Of userinfo",
                        "email",
                        "a@b.c",
                        "other",
                        Claims.TOO_LARGE));

        assertThat(claims.values())
                .containsEntry("groups", List.of("admins"))
                .containsEntry("name", "Of the token")
                .containsEntry("email", "a@b.c")
                .containsEntry("other", Claims.TOO_LARGE);
    }

    @Test
    void readsTheAddressFromTheClaimThatIsSet() {
        OidcProvider own =
                OidcProvider.newBuilder(PROVIDER).setEmailClaim("mail").build();
        Claims claims = Claims.of(Map.of("email", "a@b.c", "email_verified", false, "mail", "d@e.f"), Map.of());

        assertThat(claims.email(PROVIDER)).isNull();
        assertThat(claims.email(own)).isEqualTo("d@e.f");
        assertThat(Claims.of(Map.of("email", "a@b.c"), Map.of()).email(PROVIDER))
                .isEqualTo("a@b.c");
    }

    @Test
    void saysNothingOfAPersonInLogs() {
        assertThat(Claims.of(Map.of("email", "a@b.c"), Map.of())).hasToString("Claims[email]");
    }
}
