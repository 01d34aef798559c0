package dev.rollcall.sync.target;

import dev.rollcall.sync.target.HttpTarget.Request;
import dev.rollcall.sync.target.HttpTarget.Response;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The versions of a target's resources (RFC 7644 §3.14): what is in one tells which it is. */
final class ETags {

    static final String SUPPORTED = "{\"patch\":{\"supported\":false},\"etag\":{\"supported\":true}}";

    private ETags() {}

    static Response shown(ObjectNode resource) {
        return new Response(200, resource.toString(), Map.of("ETag", of(resource)));
    }

    static boolean isOutdated(Request request, ObjectNode current) {
        String version = request.exchange().getRequestHeaders().getFirst("If-Match");
        return version != null && !version.equals(of(current));
    }

    private static String of(ObjectNode resource) {
        return "W/\"" + Integer.toHexString(resource.hashCode()) + '"';
    }
}
