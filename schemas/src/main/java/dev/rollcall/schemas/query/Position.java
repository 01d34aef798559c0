package dev.rollcall.schemas.query;

import org.jspecify.annotations.Nullable;

/**
 * Where a resource stands in a list, whatever comes and goes around it.
 *
 * @param key that the list is sorted by; null where it is sorted by id alone or the resource has no value
 */
public record Position(@Nullable String key, String id) {}
