package dev.rollcall.ingest.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One step and what came of it.
 *
 * @param ok null where it can't be told
 * @param detail what was seen
 * @param remedy what to change, and where; null where nothing has to be
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Check(
        String name,
        @Nullable Boolean ok,
        String detail,
        @Nullable String remedy) {

    static Check passed(String name, String detail) {
        return new Check(name, true, detail, null);
    }

    static Check failed(String name, String detail, String remedy) {
        return new Check(name, false, detail, remedy);
    }

    /** It can't be told, or is for the administrator to see. */
    static Check open(String name, String detail, String remedy) {
        return new Check(name, null, detail, remedy);
    }
}
