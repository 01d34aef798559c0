package dev.rollcall.sync.app;

import dev.rollcall.event.AppKind;

/** What an app's answer means for a delivery; the one place where an HTTP status is judged. */
public enum Verdict {
    /** The app took it. */
    TAKEN,
    /** The app doesn't have the resource (404 or 410 of a SCIM app). */
    ABSENT,
    /** The app has another resource in its place (409). */
    CONFLICT,
    /** The app refuses this one resource; others may pass. */
    RESOURCE,
    /** The app's mapping here fails on this one resource, so the app isn't asked. */
    UNMAPPED,
    /** The app doesn't tell whom the group holds, and may lose some of them if it is asked to put it. */
    UNSHOWN,
    /** The app's group is more than we read of an answer, so that it can't be put. */
    UNREAD,
    /** We failed on this one resource before the app was asked. */
    OURS,
    /** The app as a whole can't take anything now, or doesn't accept us. */
    APP,
    /** Who gets messages wants nothing more (410). */
    GONE;

    /** Judges a status. An app that gives no answer at all is {@link #APP}. */
    public static Verdict of(AppKind kind, int status) {
        if (status >= 200 && status < 300) {
            return TAKEN;
        }
        return switch (status) {
            case 401, 403, 408, 425, 429 -> APP;
            // where messages go is missing, not one resource
            case 404, 405 -> kind == AppKind.SCIM ? status == 404 ? ABSENT : RESOURCE : APP;
            case 409 -> kind == AppKind.SCIM ? CONFLICT : RESOURCE;
            case 410 -> kind == AppKind.SCIM ? ABSENT : GONE;
            // the app will never know this operation, however long we wait
            case 501 -> RESOURCE;
            // 1xx and 3xx: we follow no redirect, so its URL has to be mended
            default -> status >= 400 && status < 500 ? RESOURCE : APP;
        };
    }
}
