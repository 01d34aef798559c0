package dev.rollcall.bench.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Encodes calls to one server. */
public final class Calls {

    private final URI base;
    private final String headers;

    /** @param base URL without a slash at the end */
    public Calls(URI base, String token) {
        this.base = base;
        this.headers = " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\nAuthorization: Bearer " + token
                + "\r\nAccept: application/scim+json\r\n";
    }

    public InetSocketAddress server() {
        return new InetSocketAddress(base.getHost(), base.getPort() < 0 ? 80 : base.getPort());
    }

    /** @param path after the base, with its query encoded */
    public Call get(String path) {
        return bare("GET", path);
    }

    public Call delete(String path) {
        return bare("DELETE", path);
    }

    /** A GET of the resources that a filter selects. */
    public Call find(String resources, String filter) {
        return get(resources + "?filter=" + encoded(filter));
    }

    /** The value of a query parameter as it is written in a URL. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A POST, PUT or PATCH of a JSON body. */
    public Call send(String method, String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        byte[] head = (head(method, path) + "Content-Type: application/scim+json\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, bytes, head.length, body.length);
        return new Call(bytes, body.length);
    }

    private Call bare(String method, String path) {
        return new Call((head(method, path) + "\r\n").getBytes(StandardCharsets.UTF_8), 0);
    }

    private String head(String method, String path) {
        return method + " " + base.getRawPath() + path + headers;
    }
}
