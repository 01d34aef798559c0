package dev.rollcall.ingest.directory;

import java.util.List;

/**
 * A part of a list.
 *
 * @param total of all that match, on this page or not
 */
public record Page<T>(long total, List<T> resources) {}
