package dev.rollcall.bench.delivery;

import java.util.List;
import java.util.Map;

/**
 * A request as an app got it, to be sent once more by a bare client.
 *
 * @param path behind the app's name, with its query
 * @param headers but those that every client makes itself
 */
record Asked(String method, String path, List<Map.Entry<String, String>> headers, String body) {}
