package dev.rollcall.bench.load;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request, encoded before it is needed.
 *
 * @param bytes on the wire, of which the last {@code bodyBytes} are its body
 * @param expectation of the answer; null when any but an error will do
 */
public record Call(byte[] bytes, int bodyBytes, @Nullable Expectation expectation) {

    Call(byte[] bytes, int bodyBytes) {
        this(bytes, bodyBytes, null);
    }

    /** What an answer that isn't an error has to say. */
    public interface Expectation {

        /** What is wrong with the answer; empty when it is as it must be. */
        Optional<String> complaint(Reply reply);
    }

    /** The same call, whose answer is looked at; one that is complained of counts as an error. */
    public Call expecting(Expectation wanted) {
        return new Call(bytes, bodyBytes, wanted);
    }
}
