package dev.rollcall.sync.delivery;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.ScimClient;
import dev.rollcall.sync.app.ScimReader;
import dev.rollcall.sync.app.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings groups to an app that knows no PATCH, by a PUT of each with all its members: ours as the directory has them now,
 * and whoever else is in it there. So it is the same however often it is done, and whatever was done before.
 */
final class WholeGroups {

    private static final int LOCKS = 64;
    private static final String MEMBERS = "members";

    /** How often a group is read again that others change meanwhile. */
    private static final int MOST_AGAIN = 4;

    private final String app;
    private final ScimClient client;
    private final Ledger ledger;
    private final DirectoryPeople directory;
    /** Of a group, from reading it to putting it, for several of its members may come at once. */
    private final List<ReentrantLock> locks =
            IntStream.range(0, LOCKS).mapToObj(_ -> new ReentrantLock()).toList();

    WholeGroups(String app, ScimClient client, Ledger ledger, DirectoryPeople directory) {
        this.app = app;
        this.client = client;
        this.ledger = ledger;
        this.directory = directory;
    }

    /**
     * Puts a group; {@link Answer#unasked} where the app has just that.
     *
     * @param content without members; empty to leave all but the members as the app has it
     * @param isSame whether the app has this content
     */
    Answer put(LedgerEntry group, Optional<ObjectNode> content, boolean isSame, Round round) {
        String remoteId = String.valueOf(group.remoteId());
        ReentrantLock lock = locks.get(Math.floorMod(group.id().hashCode(), LOCKS));
        lock.lock();
        try {
            Answer put = put(remoteId, group, content, isSame, round);
            for (int again = 0; put.isOutdated() && again < MOST_AGAIN; again++) {
                put = put(remoteId, group, content, isSame, round);
            }
            return put;
        } finally {
            lock.unlock();
        }
    }

    private Answer put(String remoteId, LedgerEntry group, Optional<ObjectNode> content, boolean isSame, Round round) {
        Answer answer = read(client.get(ResourceType.GROUP, remoteId));
        Optional<ObjectNode> shown = answer.isTaken() ? ScimReader.resource(answer) : Optional.empty();
        if (shown.isEmpty()) {
            return answer.isTaken() ? Answer.unshown() : answer;
        }
        Map<String, JsonNode> there = members(shown.get());
        Map<String, JsonNode> wanted = wanted(group, there, round);
        if (isSame && wanted.keySet().equals(there.keySet())) {
            return Answer.unasked("The app has this content and these members already");
        }
        ObjectNode base = content.orElseGet(shown::get).deepCopy();
        base.remove("meta");
        Answer put = replace(remoteId, base, wanted, answer);
        if (put.isTaken() || put.isOfApp() || put.isOutdated()) {
            return put;
        }
        Set<String> gone = gone(wanted.keySet(), there.keySet());
        return wanted.keySet().removeAll(gone) ? replace(remoteId, base, wanted, answer) : put;
    }

    private Answer replace(String remoteId, ObjectNode base, Map<String, JsonNode> members, Answer shown) {
        base.set(MEMBERS, JsonMapper.shared().createArrayNode().addAll(members.values()));
        return read(client.replaceAsRead(ResourceType.GROUP, remoteId, base, shown));
    }

    /** A group that is too large is no fault of the app. */
    private static Answer read(Answer answer) {
        return answer.isTooLarge() ? Answer.unread() : answer;
    }

    /**
     * Who may be why a group was refused: accounts that the app has no more. One that is made again comes with all its
     * groups.
     */
    private Set<String> gone(Set<String> wanted, Set<String> there) {
        return wanted.stream()
                .filter(id -> !there.contains(id))
                .limit(client.maxMembers())
                .filter(id -> client.get(ResourceType.USER, id).verdict() == Verdict.ABSENT)
                .collect(Collectors.toSet());
    }

    /** Those of ours who are to be in it, and those there who are none of ours, by the app's ids. */
    private Map<String, JsonNode> wanted(LedgerEntry group, Map<String, JsonNode> there, Round round) {
        Map<String, JsonNode> wanted = new LinkedHashMap<>();
        Map<String, LedgerEntry> entries = entries(group, round);
        entries.values().stream()
                .filter(WholeGroups::isThere)
                .map(entry -> String.valueOf(entry.remoteId()))
                .forEach(id ->
                        wanted.put(id, JsonMapper.shared().createObjectNode().put("value", id)));
        Map<String, JsonNode> others = new LinkedHashMap<>(there);
        others.keySet().removeAll(wanted.keySet());
        if (!others.isEmpty()) {
            others.keySet().removeAll(ledger.ours(app, ResourceType.USER, group.connection(), others.keySet()));
            round.known().values().stream()
                    .filter(entry -> entry.type() == ResourceType.USER
                            && entry.connection().equals(group.connection()))
                    .forEach(entry -> others.remove(String.valueOf(entry.remoteId())));
        }
        wanted.putAll(others);
        return wanted;
    }

    /** Not who is on the way out of the app's scope. */
    private static boolean isThere(LedgerEntry user) {
        return user.isLinked() && (user.standing() == null || user.standing().isIn());
    }

    /** Of our members; what this round learned is newer than what the ledger holds. */
    private Map<String, LedgerEntry> entries(LedgerEntry group, Round round) {
        Set<String> ids = directory.members(group.connection(), group.resource()).stream()
                .map(user -> LedgerEntry.id(app, ResourceType.USER, group.connection(), user))
                .collect(Collectors.toSet());
        var unknown = new ArrayList<String>();
        var entries = new HashMap<String, LedgerEntry>();
        for (String id : ids) {
            LedgerEntry known = round.known().get(id);
            if (known == null) {
                unknown.add(id);
            } else {
                entries.put(id, known);
            }
        }
        entries.putAll(ledger.find(unknown));
        return entries;
    }

    private static Map<String, JsonNode> members(ObjectNode group) {
        var members = new LinkedHashMap<String, JsonNode>();
        group.path(MEMBERS).forEach(member -> members.put(member.path("value").asString(""), member));
        members.remove("");
        return members;
    }
}
