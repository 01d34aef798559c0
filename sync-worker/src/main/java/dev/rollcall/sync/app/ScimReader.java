package dev.rollcall.sync.app;

import dev.rollcall.event.ResourceType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a SCIM app has, and changes nothing there; each call is one request. */
public final class ScimReader {

    private final ScimClient client;
    /** What the app said of itself when it was first asked; null until then. */
    private volatile @Nullable ProviderConfig config;

    public ScimReader(App app, AppHttp http) {
        this.client = new ScimClient(app, http);
    }

    /** Where a page begins. */
    public sealed interface Position {

        /** At the resource with this number, from 1 (RFC 7644 §3.4.2.4). */
        record Index(long start) implements Position {}

        /** Where the page before ended (RFC 9865 §2); empty for the first one. */
        record Cursor(String value) implements Position {}
    }

    /** Where the first page begins, as the app pages; asks the app for that the first time. */
    public Position first() {
        return config().isCursor() ? new Position.Cursor("") : new Position.Index(1);
    }

    /** How many resources a page may have, at most as many as are wanted. */
    public int pageSize(int wanted) {
        return Math.min(wanted, config().maxPage());
    }

    private ProviderConfig config() {
        ProviderConfig known = config;
        if (known == null) {
            known = client.config();
            config = known;
        }
        return known;
    }

    public boolean isFilter() {
        return config().isFilter();
    }

    /**
     * One page, see {@link ScimPage#of}.
     *
     * @param isWithMembers whether groups are wanted with their members
     */
    public Answer list(ResourceType type, Position position, int count, boolean isWithMembers) {
        String from = switch (position) {
            case Position.Index(long start) -> "startIndex=" + start;
            case Position.Cursor(String value) -> "cursor=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        };
        return client.list(type, from + "&count=" + count + (isWithMembers ? "" : "&excludedAttributes=members"));
    }

    /**
     * One resource, see {@link #resource}.
     *
     * @param isWithMembers whether a group is wanted with its members
     */
    public Answer get(ResourceType type, String remoteId, boolean isWithMembers) {
        return client.get(type, remoteId, isWithMembers ? "" : "?excludedAttributes=members");
    }

    /** Those whose attribute has this value, see {@link ScimPage#of}; the app may list others, too. */
    public Answer search(ResourceType type, String attribute, String value) {
        return client.search(type, attribute, value);
    }

    /** The resource in an answer. */
    public static Optional<ObjectNode> resource(Answer answer) {
        return ScimClient.read(answer) instanceof ObjectNode found
                        && !found.path("id").asString("").isBlank()
                ? Optional.of(found)
                : Optional.empty();
    }
}
