package dev.rollcall.ingest.scim;

/**
 * What this service provider can, in the one shape that {@code /ServiceProviderConfig} is written from; see
 * {@link FeaturesConfiguration} for where each value comes from.
 *
 * @param maxResults the most resources in one answer (RFC 7643 §5)
 * @param pagination by index and cursor (RFC 9865 §4)
 */
record Features(Bulk bulk, int maxResults, boolean sort, Pagination pagination) {

    /** @param maxPayloadSize in bytes */
    record Bulk(boolean supported, int maxOperations, long maxPayloadSize) {}

    /** @param cursorTimeout in seconds; only told where there are cursors */
    record Pagination(boolean cursor, int defaultPageSize, int maxPageSize, int cursorTimeout) {}
}
