package dev.rollcall.ingest.activity.capture;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** What of a path, a query and a filter may be kept: SCIM's own words and our ids, and an ellipsis for the rest. */
public final class Redaction {

    /** Stands for what was left out. */
    public static final String ELLIPSIS = "…";

    private static final int MAX_CHARS = 1_000;
    private static final String QUOTED = '"' + ELLIPSIS + '"';

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,10}");
    /** Possessive, or a long one would take a frame of the stack for each character. */
    private static final String STRING = "\"(?:[^\"\\\\]|\\\\.)*+\"";

    private static final Pattern LITERAL = Pattern.compile(STRING + "|(?<![\\w.:$-])-?[0-9][0-9.eE+-]*(?![\\w.:$-])");
    /** A literal, a word with the brackets, parentheses and commas around it, or anything else. */
    private static final Pattern TOKEN = Pattern.compile(STRING + "|[\\w.:$-]+|[\\[\\]()]|\\s+|.");

    private static final Set<String> SEGMENTS = Set.of(
            "Users",
            "Groups",
            "Bulk",
            "Me",
            ".search",
            "Schemas",
            "ResourceTypes",
            "ServiceProviderConfig",
            "AsyncResults",
            "User",
            "Group",
            "scim",
            "v1",
            "v2");

    private static final Map<String, String> LOWER_SEGMENTS =
            SEGMENTS.stream().collect(Collectors.toMap(word -> word.toLowerCase(Locale.ROOT), word -> word));

    private static final Set<String> NUMBERS = Set.of("startIndex", "count");
    private static final Set<String> NAMES = Set.of("attributes", "excludedAttributes", "sortBy", "sortOrder");
    private static final Pattern NAME_LIST = Pattern.compile("[\\w.:$,\\[\\] -]{0,200}");

    /** Words of the filter's grammar, and names that filters of provisioning clients are known to hold. */
    private static final Set<String> WORDS = Stream.of(
                    "eq ne co sw ew gt ge lt le pr and or not true false null",
                    "id externalId userName username displayName name givenName familyName formatted nickName title",
                    "email emails emails.value email.value value type primary active members members.value groups",
                    "groups.value meta meta.lastModified meta.created phoneNumbers phoneNumbers.value workEmail",
                    "name.givenName name.familyName employeeNumber department")
            .flatMap(line -> Stream.of(line.split(" ")))
            .map(word -> word.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private Redaction() {}

    /** A path below a connection's base URL. */
    public static String path(String path) {
        var kept = new StringJoiner("/", "/", "");
        kept.setEmptyValue("/");
        for (String segment : path.split("/", 32)) {
            if (!segment.isEmpty()) {
                kept.add(segment(segment));
            }
        }
        return kept.toString();
    }

    private static String segment(String segment) {
        if (SEGMENTS.contains(segment) || ID.matcher(segment).matches()) {
            return segment;
        }
        String word = LOWER_SEGMENTS.get(segment.toLowerCase(Locale.ROOT));
        return word != null
                ? segment
                : segment.startsWith("urn:ietf:params:scim:schemas:") && segment.length() < 120 ? segment : ELLIPSIS;
    }

    /**
     * The parameters, or null where there are none. Those that aren't SCIM's are only counted.
     *
     * @param isUnderstood whether the filter was parsed, so that what is quoted in it is all there is to hide
     */
    public static @Nullable String query(MultiValueMap<String, String> parameters, boolean isUnderstood) {
        if (parameters.isEmpty()) {
            return null;
        }
        var kept = new StringJoiner("&");
        parameters.forEach((name, values) -> {
            if (kept.length() < MAX_CHARS) {
                String value = values.isEmpty() || values.getFirst() == null ? "" : values.getFirst();
                kept.add(parameter(name, value, isUnderstood));
            }
        });
        return cut(kept.toString());
    }

    private static String parameter(String name, String value, boolean isUnderstood) {
        if (name.equals("filter")) {
            return "filter=" + filter(value, isUnderstood);
        }
        if (NUMBERS.contains(name)) {
            return name + '=' + (NUMBER.matcher(value).matches() ? value : ELLIPSIS);
        }
        if (NAMES.contains(name)) {
            return name + '=' + (isUnderstood && NAME_LIST.matcher(value).matches() ? value : known(value));
        }
        return name.equals("cursor") ? "cursor=" + (value.isEmpty() ? "" : ELLIPSIS) : ELLIPSIS;
    }

    /** A filter without what it compares with, such as {@code username Eq "…"}. */
    public static String filter(String filter, boolean isUnderstood) {
        return cut(isUnderstood ? LITERAL.matcher(filter).replaceAll(Redaction::hidden) : known(filter));
    }

    private static String hidden(java.util.regex.MatchResult literal) {
        return Matcher.quoteReplacement(literal.group().startsWith("\"") ? QUOTED : ELLIPSIS);
    }

    /** What can't be parsed may hold anything anywhere, so only words that are known stay. */
    private static String known(String text) {
        var kept = new StringBuilder();
        Matcher token = TOKEN.matcher(text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text);
        while (token.find()) {
            String found = token.group();
            if (found.isBlank()) {
                kept.append(' ');
            } else if (found.startsWith("\"") && found.length() > 1) {
                kept.append(QUOTED);
            } else if (WORDS.contains(word(found)) || "[]()".contains(found)) {
                kept.append(found);
            } else if (!kept.toString().endsWith(ELLIPSIS)) {
                kept.append(ELLIPSIS);
            }
        }
        return kept.toString();
    }

    /** Without the dot behind a filter in brackets. */
    private static String word(String token) {
        String lower = token.toLowerCase(Locale.ROOT);
        return lower.startsWith(".") ? lower.substring(1) : lower;
    }

    private static String cut(String text) {
        return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + ELLIPSIS : text;
    }
}
