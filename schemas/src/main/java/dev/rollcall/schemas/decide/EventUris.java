package dev.rollcall.schemas.decide;

/** The event URIs of RFC 9967 §7.4 that changes carry. */
public final class EventUris {

    public static final String CREATE = "urn:ietf:params:scim:event:prov:create:full";
    public static final String PUT = "urn:ietf:params:scim:event:prov:put:full";
    public static final String PATCH = "urn:ietf:params:scim:event:prov:patch:full";
    public static final String DELETE = "urn:ietf:params:scim:event:prov:delete";
    public static final String ACTIVATE = "urn:ietf:params:scim:event:prov:activate";
    public static final String DEACTIVATE = "urn:ietf:params:scim:event:prov:deactivate";

    /** An app gets a resource from now on, which is not therefore new (§2.3.1). */
    public static final String FEED_ADD = "urn:ietf:params:scim:event:feed:add";

    /** An app gets a resource no longer, which is not therefore gone (§2.3.2). */
    public static final String FEED_REMOVE = "urn:ietf:params:scim:event:feed:remove";

    /** What became of an asynchronous request; such a change changes nothing. */
    public static final String ASYNC_RESPONSE = "urn:ietf:params:scim:event:misc:asyncresp";

    private static final String FULL = ":full";

    private EventUris() {}

    /** The same event told without values ({@code :notice} for {@code :full}); others have but one form. */
    public static String notice(String uri) {
        return uri.endsWith(FULL) ? uri.substring(0, uri.length() - FULL.length()) + ":notice" : uri;
    }
}
