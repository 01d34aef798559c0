package dev.rollcall.schemas.topic;

/**
 * Record keys. Those of the identity topics start with the connection id, so that {@link ConnectionPartitioner} puts
 * everything of a connection into partitions of the same number. No part holds a slash.
 */
public final class Keys {

    private static final char SEPARATOR = '/';

    private Keys() {}

    /** The key of a user or a group: {@code connection/id}. */
    public static String resource(String connection, String id) {
        return connection + SEPARATOR + id;
    }

    /** The key of a membership: {@code connection/group/user}. */
    public static String membership(String connection, String group, String user) {
        return connection + SEPARATOR + group + SEPARATOR + user;
    }

    /** The key of a receipt or of an app's dead letter: {@code app/resource}. */
    public static String delivery(String app, String resource) {
        return app + SEPARATOR + resource;
    }

    /** The id of a mass-change hold: {@code connection-sequence}. */
    public static String hold(String connection, long first) {
        return connection + '-' + first;
    }

    /** The connection that a key of an identity topic, or of the requests, belongs to. */
    public static String connectionOf(String key) {
        int end = key.indexOf(SEPARATOR);
        return end < 0 ? key : key.substring(0, end);
    }
}
