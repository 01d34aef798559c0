package dev.rollcall.schemas.delivery;

import dev.rollcall.event.AppSetting;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.MessageBody;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What the Security Event Tokens (RFC 8417) of one app are: from whom, for whom, and how much they tell.
 *
 * @param app the app's id
 * @param issuer the public URL of the ingest service, without a slash at its end
 * @param audience whom they are for
 * @param isFull whether events have {@code data}; else they are notices with {@code attributes} (RFC 9967 §2.2)
 * @param kinds the event URIs that it wants; empty for all
 */
public record EventFeed(String app, String issuer, String audience, boolean isFull, List<String> kinds) {

    private static final List<String> MODES = List.of(":full", ":notice");

    public EventFeed {
        kinds = List.copyOf(kinds);
    }

    /** The feed of an app as it is set; a body that this version doesn't know tells the least. */
    public static EventFeed of(String app, AppSetting setting, String issuer) {
        return new EventFeed(
                app,
                issuer,
                Objects.requireNonNullElse(setting.getAudience(), app),
                setting.getBody() == MessageBody.FULL,
                setting.getKinds());
    }

    /** Whether it wants an event; full and notice are the same one here, for the feed says which it gets. */
    boolean wants(String uri) {
        return wants(kinds, uri);
    }

    /** Whether an event is one of the kinds, full or notice; without any all are. */
    public static boolean wants(List<String> kinds, String uri) {
        return kinds.isEmpty() || kinds.stream().anyMatch(kind -> plain(kind).equals(plain(uri)));
    }

    /** Whether a change is of one of the kinds, or also of one. */
    public static boolean wantsAny(List<String> kinds, IdentityChange change) {
        return wants(kinds, change.getKind()) || change.getAlsoKinds().stream().anyMatch(kind -> wants(kinds, kind));
    }

    /** The URI of an event that comes in both modes, in the one of this feed. */
    String inMode(String uri) {
        return plain(uri) + (isFull ? ":full" : ":notice");
    }

    private static String plain(String uri) {
        String lower = uri.toLowerCase(Locale.ROOT);
        return MODES.stream()
                .filter(lower::endsWith)
                .findFirst()
                .map(mode -> lower.substring(0, lower.length() - mode.length()))
                .orElse(lower);
    }
}
