package dev.rollcall.ingest.setting;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** What the admin API says to what it can't take. */
public final class Refused {

    private Refused() {}

    /** @param detail names the field, what is wrong with it, and what it may be */
    public static ResponseStatusException wrong(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }

    public static ResponseStatusException conflict(String detail) {
        return new ResponseStatusException(HttpStatus.CONFLICT, detail);
    }
}
