package dev.rollcall.sync.app;

import tools.jackson.databind.JsonNode;

/**
 * What a SCIM app says it can do ({@code /ServiceProviderConfig}, RFC 7643 §5); who says nothing can do all.
 *
 * @param isCursor whether it pages by cursor (RFC 9865 §4); only a plain yes counts
 * @param maxPage the most resources that it gives in one page
 */
record ProviderConfig(boolean isPatch, boolean isFilter, boolean isCursor, int maxPage) {

    static final ProviderConfig UNTOLD = new ProviderConfig(true, true, false, Integer.MAX_VALUE);

    static ProviderConfig of(JsonNode json) {
        JsonNode pages = json.path("pagination");
        int most = Math.min(
                limit(pages.path("maxPageSize")), limit(json.path("filter").path("maxResults")));
        return new ProviderConfig(
                isSupported(json, "patch"),
                isSupported(json, "filter"),
                pages.path("cursor").isBoolean() && pages.path("cursor").booleanValue(),
                most);
    }

    private static int limit(JsonNode most) {
        return most.isInt() && most.intValue() > 0 ? most.intValue() : Integer.MAX_VALUE;
    }

    /** Only a plain no counts. */
    private static boolean isSupported(JsonNode json, String feature) {
        JsonNode supported = json.path(feature).path("supported");
        return !supported.isBoolean() || supported.booleanValue();
    }
}
