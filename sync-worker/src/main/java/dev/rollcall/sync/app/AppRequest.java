package dev.rollcall.sync.app;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an app; who we are and how we authenticate is added where it is sent.
 *
 * @param headers by name
 * @param body null for none
 */
record AppRequest(String method, URI url, Map<String, String> headers, byte @Nullable [] body) {

    static AppRequest of(String method, URI url) {
        return new AppRequest(method, url, Map.of(), null);
    }

    AppRequest header(String name, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new AppRequest(method, url, all, body);
    }

    /** With a body. */
    AppRequest sending(String mediaType, byte[] bytes) {
        return new AppRequest(method, url, headers, bytes).header("Content-Type", mediaType);
    }

    /** With a body in UTF-8. */
    AppRequest sending(String mediaType, String text) {
        return sending(mediaType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Says nothing of what is sent. */
    @Override
    public String toString() {
        return "AppRequest[" + method + "]";
    }
}
