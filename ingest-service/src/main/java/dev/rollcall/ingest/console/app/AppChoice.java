package dev.rollcall.ingest.console.app;

import dev.rollcall.event.AppKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A kind of app, as it is chosen in the console. */
enum AppChoice {
    SCIM(AppKind.SCIM, "SCIM app", "Takes users and groups by SCIM 2.0, as most products do."),
    WEBHOOK(AppKind.WEBHOOK, "Webhook", "Takes each change as a signed message (Standard Webhooks)."),
    SET_PUSH(AppKind.SET_PUSH, "Security events, pushed", "Is posted Security Event Tokens (RFC 8935)."),
    SET_POLL(AppKind.SET_POLL, "Security events, fetched", "Fetches Security Event Tokens here (RFC 8936).");

    private final AppKind kind;
    private final String title;
    private final String what;

    AppChoice(AppKind kind, String title, String what) {
        this.kind = kind;
        this.title = title;
        this.what = what;
    }

    /** As the admin API calls it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return title;
    }

    public String what() {
        return what;
    }

    public boolean isScim() {
        return this == SCIM;
    }

    public boolean isWebhook() {
        return this == WEBHOOK;
    }

    /** Whether we come to it; one that fetches comes to us. */
    public boolean isReached() {
        return this != SET_POLL;
    }

    public boolean hasAudience() {
        return this == SET_PUSH || this == SET_POLL;
    }

    /** Empty for no word of these. */
    static Optional<AppChoice> of(@Nullable String word) {
        return Arrays.stream(values())
                .filter(choice -> choice.word().equals(word))
                .findFirst();
    }

    /** Empty for a kind of a newer version. */
    static Optional<AppChoice> of(AppKind kind) {
        return Arrays.stream(values()).filter(choice -> choice.kind == kind).findFirst();
    }
}
