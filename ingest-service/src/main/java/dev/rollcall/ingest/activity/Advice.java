package dev.rollcall.ingest.activity;

import dev.rollcall.event.Operation;
import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.activity.capture.Redaction;
import java.util.Objects;
import java.util.Optional;

/**
 * What an administrator can do about a call that went wrong, in the words of PingOne's console.
 *
 * @param cause what most likely is the matter, a sentence
 * @param place the screen and the field at PingOne, or here
 * @param action what to do there, a sentence
 */
public record Advice(String cause, String place, String action) {

    private static final String AUTHENTICATION = "PingOne: the connection's Configuration, Configure Authentication";
    private static final String PREFERENCES = "PingOne: the connection's Configuration, Configure Preferences";
    private static final String MAPPING = "PingOne: the rule's Attribute Mapping";
    private static final String RULE = "PingOne: the rule's User Filter and Group Provisioning";
    private static final String HERE = "Here";

    /** Empty for a call that needs none. */
    public static Optional<Advice> of(RequestLogEntry entry) {
        return switch (entry.getStatus()) {
            case 401 -> Optional.of(unauthorized(entry));
            case 403 ->
                Optional.of(new Advice(
                        "This connection doesn't take the call: it is disabled, or doesn't allow where it came from.",
                        HERE + ": the connection's settings",
                        "Enable the connection, and look at the addresses that it allows."));
            case 404 -> Optional.of(notFound(entry));
            case 405 ->
                Optional.of(new Advice(
                        "The URL is one of this connection, but not one that takes this method.",
                        AUTHENTICATION + ", Users Resource and Groups Resource",
                        "Set Users Resource to /Users and Groups Resource to /Groups."));
            case 400 -> Optional.of(invalid(entry));
            case 409 ->
                Optional.of(new Advice(
                        "Another user of this connection has the same userName already.",
                        MAPPING + ", and " + PREFERENCES + ", User Identifier",
                        "Map userName to an attribute that is different for everyone, and look users up by the same"
                                + " one."));
            case 412 ->
                Optional.of(new Advice(
                        "The resource was changed in between.",
                        HERE,
                        "Nothing to change: the client reads it again and repeats its change."));
            case 413 ->
                Optional.of(new Advice(
                        "The body is too large, as of a group with very many members.",
                        PREFERENCES + ", Group Membership Handling",
                        "Choose Merge, so that only members that come and go are sent, or provision smaller groups."));
            case 415 ->
                Optional.of(new Advice(
                        "The body isn't declared as JSON, or is compressed.",
                        AUTHENTICATION + ", SCIM Version",
                        "Choose 2.0."));
            case 429 -> Optional.of(tooMany(entry));
            case 501 ->
                Optional.of(new Advice(
                        "This isn't offered here.", RULE, "Nothing to change, unless the client needs it to go on."));
            default ->
                entry.getStatus() >= 500
                        ? Optional.of(new Advice(
                                "Rollcall, Kafka or MongoDB failed.",
                                HERE + ": the health page",
                                "Look at /actuator/health; then save the user or group again at PingOne, which may not"
                                        + " repeat the call by itself."))
                        : Optional.empty();
        };
    }

    private static Advice unauthorized(RequestLogEntry entry) {
        if (isAstray(entry)) {
            return baseUrl("The credential is right, but the URL names no connection, or another one.");
        }
        return new Advice(
                "The credential is missing, wrong, expired or revoked.",
                AUTHENTICATION + ", Authentication Method and OAuth Access Token",
                "Choose OAuth 2 Bearer Token with Auth Type Header Bearer, and paste a token of this connection, whole"
                        + " and without spaces. If none is at hand, make a new one here.");
    }

    private static Advice notFound(RequestLogEntry entry) {
        if (entry.getResource() != null || isRead(entry) && entry.getPath().matches("/(Users|Groups)/.+")) {
            return new Advice(
                    "There is no such user or group here, or no longer.",
                    RULE,
                    "Nothing to change if it was deleted, or if this was a test of the connection. Otherwise save the"
                            + " user or group again at PingOne, so that it is looked up and created.");
        }
        return entry.getPath().contains("/scim")
                ? baseUrl("The path of the base URL is in the URL twice.")
                : new Advice(
                        "The URL leads to this connection, but to nothing that it offers.",
                        AUTHENTICATION + ", SCIM Base URL, Users Resource and Groups Resource",
                        "Paste the base URL as it is shown here, and set Users Resource to /Users and Groups Resource"
                                + " to /Groups.");
    }

    private static Advice invalid(RequestLogEntry entry) {
        return switch (Objects.requireNonNullElse(entry.getScimType(), "")) {
            case "invalidFilter" ->
                new Advice(
                        "Users are looked up by a filter that can't be answered.",
                        PREFERENCES + ", User Filter Expression",
                        "Set it to username Eq \"%s\", which is the default, or to a filter that /Schemas allows.");
            case "invalidVers" -> baseUrl("The URL asks for another version of SCIM.");
            case "tooMany" ->
                new Advice(
                        "The filter matches too much to be looked at one by one.",
                        PREFERENCES + ", User Filter Expression",
                        "Look users up by userName, emails.value, externalId or displayName.");
            case "uniqueness" ->
                new Advice(
                        "Another resource has this value already.",
                        MAPPING,
                        "Map it to an attribute that is different for everyone.");
            default ->
                isRead(entry)
                        ? new Advice(
                                "A parameter of the query can't be understood.",
                                PREFERENCES + ", User Filter Expression",
                                "Set it to username Eq \"%s\", which is the default.")
                        : new Advice(
                                "An attribute has a value that can't be taken; the detail names it.",
                                MAPPING,
                                "Map it to an attribute of the right type, or remove the row.");
        };
    }

    private static Advice tooMany(RequestLogEntry entry) {
        return entry.getCredential() == null
                ? new Advice(
                        "Too many calls with wrong credentials came from this address.",
                        AUTHENTICATION + ", OAuth Access Token",
                        "Paste the token again, then wait a minute.")
                : new Advice(
                        "More came at once than could be applied.",
                        HERE,
                        "Nothing to change if it was a first synchronization; what was refused comes again when it is"
                                + " saved again at PingOne.");
    }

    private static Advice baseUrl(String cause) {
        return new Advice(
                cause,
                AUTHENTICATION + ", SCIM Base URL",
                "Paste the base URL as it is shown here, and nothing behind it.");
    }

    /** Whether the path is told whole, for it isn't below the connection's base URL. */
    private static boolean isAstray(RequestLogEntry entry) {
        return entry.getCredential() != null
                && (entry.getPath().startsWith("/scim/") || entry.getPath().startsWith("/" + Redaction.ELLIPSIS));
    }

    private static boolean isRead(RequestLogEntry entry) {
        return entry.getOperation() == Operation.UNKNOWN;
    }
}
