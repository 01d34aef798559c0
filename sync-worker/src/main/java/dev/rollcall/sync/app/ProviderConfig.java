package dev.rollcall.sync.app;

import tools.jackson.databind.JsonNode;

/**
 * What a SCIM app says it can do ({@code /ServiceProviderConfig}, RFC 7643 §5); who says nothing can do all.
 *
 * @param isVersioned whether it has ETags, and minds them (RFC 7644 §3.14); only a plain yes counts
 * @param isCursor whether it pages by cursor (RFC 9865 §4); only a plain yes counts
 * @param maxPage the most resources that it gives in one page
 */
record ProviderConfig(boolean isPatch, boolean isFilter, boolean isVersioned, boolean isCursor, int maxPage) {

    static final ProviderConfig UNTOLD = new ProviderConfig(true, true, false, false, Integer.MAX_VALUE);

    static ProviderConfig of(JsonNode json) {
        JsonNode pages = json.path("pagination");
        int most = Math.min(
                limit(pages.path("maxPageSize")), limit(json.path("filter").path("maxResults")));
        return new ProviderConfig(
                isSupported(json, "patch"),
                isSupported(json, "filter"),
                isYes(json.path("etag").path("supported")),
                isYes(pages.path("cursor")),
                most);
    }

    private static int limit(JsonNode most) {
        return most.isInt() && most.intValue() > 0 ? most.intValue() : Integer.MAX_VALUE;
    }

    private static boolean isYes(JsonNode flag) {
        return flag.isBoolean() && flag.booleanValue();
    }

    /** Only a plain no counts. */
    private static boolean isSupported(JsonNode json, String feature) {
        JsonNode supported = json.path(feature).path("supported");
        return !supported.isBoolean() || supported.booleanValue();
    }
}
