package dev.rollcall.sync.target;

import dev.rollcall.sync.target.HttpTarget.Response;

/** What a SCIM target makes of a PATCH. */
public enum Patching {
    KNOWN(new Response(200, ""), new Response(404, "")),
    /** As {@code /ServiceProviderConfig} says. */
    DENIED(new Response(501, ""), new Response(200, "{\"patch\":{\"supported\":false}}")),
    /** As it says, and that it minds versions, which it shows anyway. */
    DENIED_BUT_VERSIONS(new Response(501, ""), new Response(200, ETags.SUPPORTED)),
    NOT_IMPLEMENTED(new Response(501, ""), new Response(404, "")),
    NOT_ALLOWED(new Response(405, ""), new Response(404, "")),
    UNREAD(new Response(400, "{\"scimType\":\"invalidSyntax\"}"), new Response(404, ""));

    private final Response refusal;
    private final Response config;

    Patching(Response refusal, Response config) {
        this.refusal = refusal;
        this.config = config;
    }

    Response refusal() {
        return refusal;
    }

    /** Of itself. */
    Response config() {
        return config;
    }
}
