package dev.rollcall.schemas.scim;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The text of a filter or path, before it is parsed.
 *
 * @param text with its operators in lower case: where their case changes, the SDK's parser nests
 * @param fault what is wrong with it, after its name in a sentence; null where nothing is
 * @param isInFilter whether the fault is in the brackets of a path
 */
record ExpressionText(String text, @Nullable String fault, boolean isInFilter) {

    /** The parser goes as deep as the brackets do. */
    private static final int MAX_DEPTH = 32;

    /** What the parser makes of n of them before an {@code or} grows with n². */
    private static final int MAX_ANDS = 1_000;

    private static final String DELIMITERS = " ()[]\"";

    static ExpressionText ofPath(String text) {
        return new Scan(text, false).run();
    }

    /**
     * Takes {@code emails[type eq "work"].value eq "x"} too, as Entra ID writes its matching attribute, for {@code
     * emails[(type eq "work") and value eq "x"]}.
     */
    static ExpressionText ofFilter(String text) {
        return new Scan(text, true).run();
    }

    /** One pass over the text. */
    private static final class Scan {

        private final String text;
        private final boolean isWholeFilter;
        private final StringBuilder normal = new StringBuilder();
        private final Deque<Bracket> open = new ArrayDeque<>();
        private int position;
        private int ands;
        private boolean hasFilter;

        Scan(String text, boolean isWholeFilter) {
            this.text = text;
            this.isWholeFilter = isWholeFilter;
        }

        /** @param inner where what it holds begins in the normal text */
        private record Bracket(char closing, int inner) {}

        ExpressionText run() {
            String fault = ScimJson.isUnstorable(text) ? "holds NUL or half of a character." : fault();
            return new ExpressionText(normal.toString(), fault, hasFilter);
        }

        private @Nullable String fault() {
            while (position < text.length()) {
                char c = text.charAt(position);
                String fault = DELIMITERS.indexOf(c) < 0 ? word() : c == '"' ? literal() : delimiter(c);
                if (fault != null) {
                    return fault;
                }
            }
            return open.isEmpty() ? null : "lacks a closing " + open.element().closing() + " at its end.";
        }

        private @Nullable String word() {
            int start = position;
            while (position < text.length() && DELIMITERS.indexOf(text.charAt(position)) < 0) {
                position++;
            }
            String word = text.substring(start, position);
            boolean isAnd = word.equalsIgnoreCase("and");
            normal.append(isAnd ? "and" : word.equalsIgnoreCase("or") ? "or" : word);
            ands += isAnd ? 1 : 0;
            if (word.length() > ScimJson.MAX_NAME_CHARS) {
                return "holds a name of more than " + ScimJson.MAX_NAME_CHARS + " characters.";
            }
            return ands > MAX_ANDS ? "holds \"and\" more than " + MAX_ANDS + " times." : null;
        }

        /** A JSON string, which isn't looked into. */
        private @Nullable String literal() {
            int start = position++;
            while (position < text.length() && text.charAt(position) != '"') {
                position += text.charAt(position) == '\\' ? 2 : 1;
            }
            if (position >= text.length()) {
                return "lacks a closing quote at its end.";
            }
            normal.append(text, start, ++position);
            return null;
        }

        private @Nullable String delimiter(char c) {
            position++;
            normal.append(c);
            if (c == '(' || c == '[') {
                open.push(new Bracket(c == '(' ? ')' : ']', normal.length()));
                hasFilter |= c == '[';
                return open.size() > MAX_DEPTH ? "nests deeper than " + MAX_DEPTH + " levels." : null;
            }
            if (c == ' ') {
                return null;
            }
            if (open.isEmpty() || open.element().closing() != c) {
                return "has a " + c + " that closes nothing.";
            }
            int inner = open.pop().inner();
            boolean isCompared = isWholeFilter && c == ']' && position < text.length() && text.charAt(position) == '.';
            return isCompared ? comparison(inner) : null;
        }

        /** Moves what follows the brackets into them; what is incomplete stays so, and the parser refuses it. */
        private @Nullable String comparison(int inner) {
            position++;
            normal.setLength(normal.length() - 1);
            normal.insert(inner, '(').append(") and");
            ands++;
            String fault = token();
            int operator = normal.length();
            if (fault == null) {
                fault = token();
            }
            if (fault == null && !normal.substring(operator).equalsIgnoreCase(" pr")) {
                fault = token();
            }
            normal.append(']');
            return fault;
        }

        /** A space and the next word or literal, where there is one. */
        private @Nullable String token() {
            normal.append(' ');
            while (position < text.length() && text.charAt(position) == ' ') {
                position++;
            }
            char next = position < text.length() ? text.charAt(position) : ' ';
            return next == '"' ? literal() : DELIMITERS.indexOf(next) < 0 ? word() : null;
        }
    }
}
