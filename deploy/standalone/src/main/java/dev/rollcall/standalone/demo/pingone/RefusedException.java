package dev.rollcall.standalone.demo.pingone;

/** The SCIM server didn't take what PingOne is sure it should. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }
}
