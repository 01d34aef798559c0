package dev.rollcall.bench.limit;

import org.jspecify.annotations.Nullable;

/**
 * What a request of a case makes the bare parts do.
 *
 * @param body a typical one; empty for a GET
 * @param answerBytes on average
 * @param isPublished whether it becomes a record
 * @param documents the collection whose documents it writes; null when it writes none
 * @param areNew whether the documents are new ones
 */
public record Work(
        String body,
        int answerBytes,
        boolean isPublished,
        @Nullable String documents,
        boolean areNew) {}
