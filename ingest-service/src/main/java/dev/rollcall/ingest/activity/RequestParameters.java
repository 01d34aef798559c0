package dev.rollcall.ingest.activity;

import dev.rollcall.event.CallOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.setting.Times;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ResponseStatusException;

/** Reads a {@link RequestQuery} from the parameters of a URL. */
public final class RequestParameters {

    private static final int DEFAULT_LIMIT = 50;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern STATUS = Pattern.compile("([1-5])(xx|[0-9]{2})", Pattern.CASE_INSENSITIVE);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Set<String> KNOWN = Set.of(
            "method",
            "status",
            "outcome",
            "resource_type",
            "resource",
            "since",
            "until",
            "warnings",
            "cursor",
            "limit");

    private RequestParameters() {}

    /** @throws ResponseStatusException 400 that names the parameter and what it may be */
    public static RequestQuery read(String connection, MultiValueMap<String, String> parameters) {
        parameters.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .findFirst()
                .ifPresent(_ -> {
                    throw wrong("A parameter isn't known. They are "
                            + String.join(", ", KNOWN.stream().sorted().toList()) + '.');
                });
        return new RequestQuery(
                connection,
                read(parameters, "method", RequestParameters::method),
                read(parameters, "status", RequestParameters::status),
                outcomes(parameters),
                read(parameters, "resource_type", RequestParameters::type),
                read(parameters, "resource", value -> id("resource", value)),
                read(parameters, "since", value -> time("since", value)),
                read(parameters, "until", value -> time("until", value)),
                Boolean.TRUE.equals(read(parameters, "warnings", RequestParameters::bool)),
                read(parameters, "cursor", value -> id("cursor", value)),
                Objects.requireNonNullElse(read(parameters, "limit", RequestParameters::limit), DEFAULT_LIMIT));
    }

    private static <T> @Nullable T read(
            MultiValueMap<String, String> parameters, String name, Function<String, T> reading) {
        String value = parameters.getFirst(name);
        return value == null || value.isBlank() ? null : reading.apply(value.strip());
    }

    private static String method(String value) {
        String method = value.toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            throw wrong("method must be one of "
                    + String.join(", ", METHODS.stream().sorted().toList()) + '.');
        }
        return method;
    }

    private static RequestQuery.Status status(String value) {
        Matcher matcher = STATUS.matcher(value);
        if (!matcher.matches()) {
            throw wrong("status must be a class such as 4xx or a code such as 409.");
        }
        if (matcher.group(2).equalsIgnoreCase("xx")) {
            int first = Integer.parseInt(matcher.group(1)) * 100;
            return new RequestQuery.Status(first, first + 99);
        }
        int code = Integer.parseInt(value);
        return new RequestQuery.Status(code, code);
    }

    private static Set<CallOutcome> outcomes(MultiValueMap<String, String> parameters) {
        var outcomes = EnumSet.noneOf(CallOutcome.class);
        parameters.getOrDefault("outcome", List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .filter(value -> !value.isBlank())
                .map(value -> Arrays.stream(CallOutcome.values())
                        .filter(outcome -> outcome != CallOutcome.UNKNOWN)
                        .filter(outcome -> outcome.name().equalsIgnoreCase(value.strip()))
                        .findFirst()
                        .orElseThrow(() -> wrong("outcome must be answered, applied, unchanged, predicted, accepted,"
                                + " refused, failed or abandoned, or several with commas.")))
                .forEach(outcomes::add);
        return outcomes;
    }

    private static ResourceType type(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "user" -> ResourceType.USER;
            case "group" -> ResourceType.GROUP;
            default -> throw wrong("resource_type must be user or group.");
        };
    }

    private static String id(String name, String value) {
        if (!ID.matcher(value).matches()) {
            throw wrong(
                    name.equals("cursor")
                            ? "cursor must be next_cursor of a page before, as it came."
                            : name + " must be an id of a user or a group.");
        }
        return value;
    }

    private static Instant time(String name, String value) {
        try {
            return Times.checked(name, OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeParseException e) {
            throw wrong(name + " must be a date and time with its offset, such as 2026-01-31T08:00:00Z.");
        }
    }

    private static boolean bool(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong("warnings must be true or false.");
        };
    }

    private static int limit(String value) {
        try {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= RequestQuery.MAX) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw wrong("limit must be a whole number from 1 to " + RequestQuery.MAX + '.');
    }

    private static ResponseStatusException wrong(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }
}
