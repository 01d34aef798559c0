package dev.rollcall.schemas.scim;

/** ETags of resources: weak, from the version that counts up with every change (RFC 7644 §3.14). */
public final class Versions {

    private Versions() {}

    /** The ETag of a version, such as {@code W/"3"}; also what {@code meta.version} holds. */
    public static String etag(long version) {
        return "W/\"" + version + "\"";
    }

    /** Whether an If-Match or If-None-Match header names the version: {@code *} or a list of tags, weak or strong. */
    public static boolean matches(String header, long version) {
        for (String part : header.split(",", -1)) {
            String tag = part.strip();
            if (tag.equals("*") || tag.equals(etag(version)) || tag.equals("\"" + version + "\"")) {
                return true;
            }
        }
        return false;
    }
}
