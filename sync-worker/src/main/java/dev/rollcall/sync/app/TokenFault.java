package dev.rollcall.sync.app;

/** An app's authorization server gives no token; its message holds nothing personal and no secret. */
final class TokenFault extends Exception {

    private static final long serialVersionUID = 1L;

    TokenFault(String message) {
        super(message);
    }
}
