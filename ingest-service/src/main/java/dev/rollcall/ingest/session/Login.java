package dev.rollcall.ingest.session;

import dev.rollcall.event.OidcProvider;
import dev.rollcall.ingest.policy.Subject;
import org.jspecify.annotations.Nullable;

/**
 * What a provider vouched for.
 *
 * @param provider its setting, as it was used
 * @param email null where the provider told none, or says that it isn't verified
 * @param claims knows which rules about claims fit
 */
public record Login(
        String connection,
        OidcProvider provider,
        String subject,
        String name,
        @Nullable String email,
        Subject claims) {}
