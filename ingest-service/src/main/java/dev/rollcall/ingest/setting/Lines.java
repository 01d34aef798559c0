package dev.rollcall.ingest.setting;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Checks the names that administrators give: one line of text each, so that no header, log or page can be split. */
public final class Lines {

    private Lines() {}

    /**
     * The text without blanks around it.
     *
     * @param field its name, for the answer
     * @param fewest characters that it needs
     * @throws ResponseStatusException 400 that names the field
     */
    public static String of(String field, @Nullable String text, int fewest, int most) {
        String line = text == null ? "" : text.strip();
        if (line.length() < fewest || line.length() > most) {
            throw refused(field + " must have " + fewest + " to " + most + " characters.");
        }
        if (line.codePoints().anyMatch(Lines::isUnprintable)) {
            throw refused(field + " holds a line break or another control character; remove it.");
        }
        return line;
    }

    private static boolean isUnprintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    private static ResponseStatusException refused(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }
}
