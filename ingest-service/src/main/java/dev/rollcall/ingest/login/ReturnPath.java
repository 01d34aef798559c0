package dev.rollcall.ingest.login;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where a browser goes after signing in: a path of ours and nothing else, or links could lead anywhere. */
final class ReturnPath {

    static final String CONSOLE = "/console";

    private static final int MAX_LENGTH = 500;

    private ReturnPath() {}

    /** The path that is asked for if it is one of ours, else the console. */
    static String of(@Nullable String asked) {
        return asked != null && isOurs(asked) ? asked : CONSOLE;
    }

    private static boolean isOurs(String asked) {
        boolean isPath = asked.startsWith("/") && !asked.startsWith("//") && asked.length() <= MAX_LENGTH;
        // browsers take a backslash for a slash and leave control characters out
        boolean isPlain = asked.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
        if (!isPath || !isPlain || asked.startsWith("/login") || asked.startsWith("/logout")) {
            return false;
        }
        try {
            URI uri = URI.create(asked);
            return uri.getScheme() == null && uri.getRawAuthority() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
