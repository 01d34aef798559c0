package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.decide.EventUris;
import java.util.List;

/**
 * What this service provider can, in the one place that {@code /ServiceProviderConfig} tells it from and that the code
 * which does it takes its limits from.
 *
 * @param maxResults the most resources in one answer (RFC 7643 §5)
 * @param pagination by index and cursor (RFC 9865 §4)
 * @param asyncRequest {@code none}, {@code long} or {@code request} (RFC 9967 §4)
 * @param eventUris the kinds of changes on {@code identity.changes}
 */
record Features(
        Bulk bulk, int maxResults, boolean sort, Pagination pagination, String asyncRequest, List<String> eventUris) {

    /** @param maxPayloadSize in bytes */
    record Bulk(boolean supported, int maxOperations, int maxPayloadSize) {}

    /** @param cursorTimeout in seconds; only told where there are cursors */
    record Pagination(boolean cursor, int defaultPageSize, int maxPageSize, int cursorTimeout) {}

    static final Features TODAY = new Features(
            new Bulk(false, 0, 0),
            ListQuery.MAX_COUNT,
            false,
            new Pagination(false, ListQuery.DEFAULT_COUNT, ListQuery.MAX_COUNT, 0),
            "none",
            List.of(
                    EventUris.CREATE,
                    EventUris.PUT,
                    EventUris.PATCH,
                    EventUris.DELETE,
                    EventUris.ACTIVATE,
                    EventUris.DEACTIVATE));
}
