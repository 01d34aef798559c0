package dev.rollcall.standalone.demo.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A request as the sample apps need it.
 *
 * @param query parameters by name, decoded
 */
public record Request(String method, String path, Map<String, String> query, HttpHeaders headers, String body) {

    static Request of(HttpExchange exchange) throws IOException {
        String raw = exchange.getRequestURI().getRawQuery();
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query(raw == null ? "" : raw),
                HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String parameter : raw.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                query.put(decoded(parameter.substring(0, equals)), decoded(parameter.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The bearer token, or nothing. */
    public String bearer() {
        String header = headers.firstValue("Authorization").orElse("");
        return header.regionMatches(true, 0, "Bearer ", 0, 7) ? header.substring(7) : "";
    }
}
