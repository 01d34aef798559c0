package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.scim.ScimException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What a list is asked for (RFC 7644 §3.4.2, RFC 9865 §2), brought within bounds.
 *
 * @param filter as sent; null for all
 * @param sortBy as sent; null for the order of ids
 * @param startIndex 1 or more
 * @param count 0 or more; null when not sent
 * @param cursor as sent, empty for the first page; null to page by index
 */
record ListQuery(
        @Nullable String filter,
        @Nullable String sortBy,
        boolean descending,
        int startIndex,
        @Nullable Integer count,
        @Nullable String cursor,
        Selection selection) {

    /** The most resources in one answer; also told by ServiceProviderConfig. */
    static final int MAX_COUNT = 1_000;

    static final int DEFAULT_COUNT = 100;

    /** @throws ScimException 400 invalidValue when a parameter isn't what it must be */
    static ListQuery of(MultiValueMap<String, String> query) {
        Integer count = number(query, "count");
        Integer startIndex = number(query, "startIndex");
        return new ListQuery(
                text(query, "filter"),
                text(query, "sortBy"),
                descending(text(query, "sortOrder")),
                startIndex == null ? 1 : Math.max(1, startIndex),
                count == null ? null : Math.max(0, count),
                query.containsKey("cursor") ? Objects.requireNonNullElse(query.getFirst("cursor"), "") : null,
                Selection.of(query));
    }

    /** The size of a page by index: no more than asked for, nor than we give. */
    int size() {
        return count == null ? DEFAULT_COUNT : Math.min(count, MAX_COUNT);
    }

    private static @Nullable String text(MultiValueMap<String, String> query, String name) {
        String text = query.getFirst(name);
        return text == null || text.isBlank() ? null : text;
    }

    private static boolean descending(@Nullable String order) {
        return switch (order == null ? "ascending" : order.strip().toLowerCase(Locale.ROOT)) {
            case "ascending" -> false;
            case "descending" -> true;
            default -> throw ScimException.invalidValue("sortOrder must be ascending or descending.");
        };
    }

    private static @Nullable Integer number(MultiValueMap<String, String> query, String name) {
        String text = text(query, name);
        try {
            return text == null
                    ? null
                    : (Integer) (int) Math.clamp(Long.parseLong(text.strip()), Integer.MIN_VALUE, Integer.MAX_VALUE);
        } catch (NumberFormatException e) {
            throw ScimException.invalidValue(name + " must be a whole number.");
        }
    }
}
