package dev.rollcall.ingest.scim;

import org.jspecify.annotations.Nullable;

/** What a bulk request says beside its body, for each of its operations. */
record BulkCall(
        String connection,
        ResourceJson json,
        @Nullable String credential,
        @Nullable String traceparent) {}
