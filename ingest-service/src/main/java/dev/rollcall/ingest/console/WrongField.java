package dev.rollcall.ingest.console;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** What is wrong with one field of a form, to be said at it. */
public final class WrongField extends ResponseStatusException {

    private final String field;

    /** @param field its name and id in the form */
    public WrongField(String field, String sentence) {
        super(HttpStatus.BAD_REQUEST, sentence);
        this.field = field;
    }

    String field() {
        return field;
    }
}
