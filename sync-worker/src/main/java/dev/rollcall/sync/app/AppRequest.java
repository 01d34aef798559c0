package dev.rollcall.sync.app;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an app; who we are and how we authenticate is added where it is sent.
 *
 * @param headers of one name the last counts
 * @param body null for none
 */
record AppRequest(String method, URI url, List<Header> headers, byte @Nullable [] body) {

    static AppRequest of(String method, URI url) {
        return new AppRequest(method, url, List.of(), null);
    }

    AppRequest header(String name, String value) {
        var all = new ArrayList<Header>(headers.size() + 1);
        all.addAll(headers);
        all.add(new BasicHeader(name, value));
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
