package dev.rollcall.schemas.scim;

import static dev.rollcall.schemas.scim.Tolerance.CAPITALISED_OP;
import static dev.rollcall.schemas.scim.Tolerance.DOTTED_KEY;
import static dev.rollcall.schemas.scim.Tolerance.FILTER_CREATES;
import static dev.rollcall.schemas.scim.Tolerance.PASSWORD;
import static dev.rollcall.schemas.scim.Tolerance.REMOVE_WITH_VALUE;
import static dev.rollcall.schemas.scim.Tolerance.SEVERAL_PRIMARIES;
import static dev.rollcall.schemas.scim.Tolerance.STRING_BOOLEAN;
import static dev.rollcall.schemas.scim.Tolerance.UNKNOWN_ATTRIBUTE;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a kind of client speaks SCIM: what of its manners is tolerated, and the setting on its side that cures each. */
public enum Profile {
    PINGONE(
            EnumSet.complementOf(EnumSet.of(UNKNOWN_ATTRIBUTE, FILTER_CREATES)),
            false,
            Map.of(
                    SEVERAL_PRIMARIES,
                    "Map one e-mail attribute only in the PingOne rule, or give every user a value for each.")),
    /** Its provisioner can't clear an attribute: what it leaves out it doesn't know. */
    PINGFEDERATE(
            EnumSet.complementOf(EnumSet.of(UNKNOWN_ATTRIBUTE, FILTER_CREATES)),
            true,
            Map.of(
                    SEVERAL_PRIMARIES,
                    "Map one e-mail attribute only in the PingFederate channel, or give every user a value for each.",
                    REMOVE_WITH_VALUE,
                    "Update the PingFederate SCIM connector, or switch its PATCH of groups off.")),
    ENTRA(
            EnumSet.allOf(Tolerance.class),
            false,
            Map.of(
                    STRING_BOOLEAN, Profile.ENTRA_FLAG,
                    CAPITALISED_OP, Profile.ENTRA_FLAG,
                    REMOVE_WITH_VALUE, Profile.ENTRA_FLAG,
                    DOTTED_KEY, "Entra sends these with ?aadOptscim062020 at the end of the tenant URL; leave it so.",
                    UNKNOWN_ATTRIBUTE, "Delete the attribute's row in the Entra application's attribute mapping.")),
    OKTA(
            EnumSet.complementOf(EnumSet.of(FILTER_CREATES)),
            false,
            Map.of(
                    PASSWORD, "Switch Sync Password off in the Okta application's provisioning to the app.",
                    UNKNOWN_ATTRIBUTE, "Unmap the attribute in the Okta application's profile.")),
    STRICT(EnumSet.noneOf(Tolerance.class), false, Map.of());

    private static final String ENTRA_FLAG = "Add ?aadOptscim062020 to the end of the tenant URL in Entra.";

    private final Set<Tolerance> tolerances;
    private final boolean keepsOmitted;
    private final Map<Tolerance, String> cures;

    Profile(Set<Tolerance> tolerances, boolean keepsOmitted, Map<Tolerance, String> cures) {
        this.tolerances = tolerances;
        this.keepsOmitted = keepsOmitted;
        this.cures = cures;
    }

    /** By its name as settings and requests carry it, such as {@code pingone}. */
    public static Optional<Profile> named(String name) {
        return Arrays.stream(values())
                .filter(profile -> profile.label().equals(name))
                .findFirst();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean tolerates(Tolerance tolerance) {
        return tolerances.contains(tolerance);
    }

    /** Whether a PUT leaves alone every attribute that it leaves out (RFC 7644 §3.5.1 allows both). */
    boolean keepsOmitted() {
        return keepsOmitted;
    }

    /** What makes the client stop, as a plain sentence. */
    String cure(Tolerance tolerance) {
        return cures.getOrDefault(tolerance, tolerance.cure());
    }
}
