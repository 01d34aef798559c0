package dev.rollcall.schemas.scope;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One JSONata expression, compiled once; {@link Bounds} has what an evaluation may cost. */
final class Expression {

    private static final int MAX_CHARS = 8 * 1024;

    private final String attribute;
    private final String text;
    private final Jsonata compiled;

    private Expression(String attribute, String text, Jsonata compiled) {
        this.attribute = attribute;
        this.text = text;
        this.compiled = compiled;
    }

    static Expression of(String attribute, String text) {
        if (text.isBlank()) {
            throw new MappingException(attribute, "the expression is empty.");
        }
        if (text.length() > MAX_CHARS) {
            throw new MappingException(attribute, "the expression is longer than " + MAX_CHARS + " characters.");
        }
        try {
            return new Expression(attribute, text, Jsonata.jsonata(text));
        } catch (JException e) {
            throw new MappingException(
                    attribute, "at character " + Math.max(1, e.getLocation()) + ": " + e.getMessage() + ".");
        } catch (StackOverflowError e) {
            throw new MappingException(attribute, "the expression nests too deeply.");
        } catch (RuntimeException e) {
            // the library's parser trips over some texts that end early
            throw new MappingException(attribute, "the expression isn't JSONata, or breaks off.");
        }
    }

    /** Whether the name stands in its text; also in a literal, which costs a look and no more. */
    boolean names(String name) {
        return Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                .matcher(text)
                .find();
    }

    /**
     * Java's maps, lists, strings, numbers and booleans in and out; null for no value.
     *
     * @param size of the input, as {@link Bounds#sizeOf} has it
     */
    @Nullable
    Object evaluate(Object input, long size) {
        var bounds = new Bounds(size);
        Jsonata.Frame frame = compiled.createFrame();
        bounds.guard(frame);
        try {
            return compiled.evaluate(input, frame);
        } catch (RuntimeException | StackOverflowError e) {
            throw new MappingException(attribute, problem(bounds.exceeded(), e));
        }
    }

    /** Without the failure's message, which may quote a value of the user. */
    private static String problem(@Nullable String exceeded, Throwable failure) {
        if (exceeded != null) {
            return exceeded;
        }
        return failure instanceof JException e
                ? "fails" + (e.getLocation() > 0 ? " at character " + e.getLocation() : "") + code(e) + "."
                : "fails with " + failure.getClass().getSimpleName() + ".";
    }

    /** JSONata's own codes, such as T2001. */
    private static String code(JException e) {
        String code = e.getError();
        return code != null && code.matches("[A-Z]\\d{4}") ? " (" + code + ")" : "";
    }
}
