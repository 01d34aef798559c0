package dev.rollcall.bench.population;

/**
 * A user that this run has created.
 *
 * @param id that the server gave to the user
 */
public record Person(String id, String userName, long number) {

    /** The whole resource, as for a PUT. */
    public String body(String title) {
        return Bodies.user(userName, number, title);
    }

    public String email() {
        return Bodies.email(userName);
    }
}
