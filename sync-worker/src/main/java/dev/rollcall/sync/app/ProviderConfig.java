package dev.rollcall.sync.app;

import tools.jackson.databind.JsonNode;

/** What a SCIM app says it can do ({@code /ServiceProviderConfig}, RFC 7643 §5); who says nothing can do all. */
record ProviderConfig(boolean isPatch, boolean isFilter) {

    static final ProviderConfig UNTOLD = new ProviderConfig(true, true);

    static ProviderConfig of(JsonNode json) {
        return new ProviderConfig(isSupported(json, "patch"), isSupported(json, "filter"));
    }

    /** Only a plain no counts. */
    private static boolean isSupported(JsonNode json, String feature) {
        JsonNode supported = json.path(feature).path("supported");
        return !supported.isBoolean() || supported.booleanValue();
    }
}
