package dev.rollcall.ingest.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a topic still holds of a person.
 *
 * @param until when it is gone at the latest; absent where nothing bounds it
 * @param by what removes it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Remainder(String topic, @Nullable Instant until, String by) {}
