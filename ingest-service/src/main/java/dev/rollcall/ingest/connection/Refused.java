package dev.rollcall.ingest.connection;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** What the admin API says to what it can't take. */
final class Refused {

    private Refused() {}

    /** @param detail names the field, what is wrong with it, and what it may be */
    static ResponseStatusException wrong(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }

    static ResponseStatusException conflict(String detail) {
        return new ResponseStatusException(HttpStatus.CONFLICT, detail);
    }

    static ResponseStatusException noSuchConnection() {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND, "There is no connection with this id. GET /api/v1/connections lists all.");
    }
}
