package dev.rollcall.sync.delivery;

import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.scope.MappingException;
import dev.rollcall.schemas.scope.Scope;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.ScimClient;
import dev.rollcall.sync.app.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One try to bring one resource of a SCIM app to its newest state; what it learns of the app goes to the round. */
final class ScimResources {

    private static final String UNCHANGED = "The app has this content already";
    private static final String BEHIND = "The directory hasn't come to this change yet";

    private final App app;
    private final ScimClient client;
    private final Counterparts counterparts;
    private final Homecoming homecoming;
    private final Latecomers latecomers;
    private final Regrouping regrouping;
    private final GroupPuts puts;
    /** Whether the app gets some users only. */
    private final boolean isSelective;
    /** Whether it gets some groups only; those that enter come with all members anyway. */
    private final boolean areGroupsSelected;

    ScimResources(
            App app,
            ScimClient client,
            Counterparts counterparts,
            Homecoming homecoming,
            Latecomers latecomers,
            Regrouping regrouping,
            GroupPuts puts) {
        this.app = app;
        this.client = client;
        this.counterparts = counterparts;
        this.homecoming = homecoming;
        this.latecomers = latecomers;
        this.regrouping = regrouping;
        this.puts = puts;
        this.isSelective = Scope.of(app.setting()).selectsUsers();
        this.areGroupsSelected = Scope.of(app.setting()).selectsGroups();
    }

    /** @param missing gets our ids of the members that the app doesn't have */
    Answer bring(ScimTask task, Round round, List<String> missing) {
        missing.clear();
        try {
            return brought(task, round, missing);
        } catch (MappingException e) {
            return Answer.unmapped(e);
        }
    }

    private Answer brought(ScimTask task, Round round, List<String> missing) {
        if (task.isDeletion() && task.type() != ResourceType.UNKNOWN) {
            return remove(task, round);
        }
        return switch (task.type()) {
            case USER -> replace(task, round);
            case GROUP -> group(task, round, missing);
            case UNKNOWN -> Answer.unasked("A resource of a type that this version doesn't know");
        };
    }

    private Answer remove(ScimTask task, Round round) {
        LedgerEntry entry = round.entry(task.newest());
        Answer answer =
                entry.isLinked() ? deprovision(task, round, Objects.requireNonNull(entry.remoteId())) : Answer.absent();
        if (answer.verdict() == Verdict.ABSENT) {
            // it may have been created, or created anew, by a worker that died before it could write that down
            String id = task.newest().change().getResource();
            Answer search = client.search(task.type(), "externalId", id);
            if (search.isOfApp()) {
                return search;
            }
            String found = search.isTaken() ? ScimClient.found(search, "externalId", id, true) : null;
            if (found != null) {
                entry = entry.linked(found, null);
                answer = deprovision(task, round, found);
            }
        }
        if (answer.isTaken() || answer.verdict() == Verdict.ABSENT) {
            round.learn(entry.gone());
            return answer.as(Verdict.TAKEN, answer.detail());
        }
        return answer;
    }

    private Answer deprovision(ScimTask task, Round round, String remoteId) {
        return task.type() == ResourceType.USER && task.deprovision(app.deprovision()) == DeprovisionAction.DEACTIVATE
                ? deactivate(task, round, remoteId)
                : client.delete(task.type(), remoteId);
    }

    private Answer deactivate(ScimTask task, Round round, String remoteId) {
        if (!(task.newest().change().getBefore() instanceof UserState before)) {
            // one that we know nothing of any more stays all the same
            return client.deactivate(remoteId);
        }
        if (isSelective) {
            Answer left = homecoming.leave(task, round, remoteId);
            if (!left.isTaken()) {
                return left;
            }
        }
        try {
            return client.update(remoteId, task.rendering().apply(before).put("active", false), List.of());
        } catch (MappingException e) {
            // whoever leaves must not stay because of a mapping
            return client.deactivate(remoteId);
        }
    }

    private Answer replace(ScimTask task, Round round) {
        Content content = Content.of(task);
        LedgerEntry entry = round.entry(task.newest());
        if (entry.isLinked() && !task.isForced() && content.hash().equals(entry.hash())) {
            return Answer.unasked(UNCHANGED);
        }
        if (entry.isLinked()) {
            Answer answer = put(task, round, Objects.requireNonNull(entry.remoteId()), content);
            if (answer.verdict() != Verdict.ABSENT) {
                return answer;
            }
        }
        boolean isBack = entry.deleted() || entry.isLinked();
        return counterparts.createOrLink(
                task,
                content,
                round,
                remoteId -> home(isBack, task, round, remoteId, put(task, round, remoteId, content)),
                remoteId -> home(isBack, task, round, remoteId, Answer.unasked(UNCHANGED)));
    }

    private Answer home(boolean isBack, ScimTask task, Round round, String remoteId, Answer made) {
        if (!isBack || !made.isTaken()) {
            return made;
        }
        boolean isHome = false;
        try {
            Answer answer = homecoming.join(task, round, remoteId, made);
            isHome = answer.isTaken();
            return answer;
        } finally {
            if (!isHome) {
                // to be tried again as one that isn't back yet
                round.learn(round.entry(task.newest()).gone());
            }
        }
    }

    private Answer put(ScimTask task, Round round, String remoteId, Content content) {
        Answer answer = client.update(remoteId, content.resource(), Departed.of(task, content.resource()));
        if (answer.isTaken()) {
            round.learn(round.entry(task.newest()).linked(remoteId, content.hash()));
        }
        return answer;
    }

    /** A group is patched where that can be, for a PUT says who all its members are. */
    private Answer group(ScimTask task, Round round, List<String> missing) {
        if (client.isPatch()) {
            LedgerEntry entry = round.entry(task.newest());
            Answer answer = task.isLate(entry) ? makeUp(task, entry, round, missing) : bringFully(task, round, missing);
            if (client.isPatch()) {
                return answer;
            }
            missing.clear();
        }
        Optional<ScimTask> now = puts.now(task, round);
        if (now.isEmpty()) {
            return Answer.none(BEHIND);
        }
        LedgerEntry entry = round.entry(task.newest());
        if (!task.isLate(entry)) {
            return bringFully(now.get(), round, missing);
        }
        lack(members(now.get(), round), task, round, missing);
        return puts.makeUp(entry, round);
    }

    /** Brings members of an older change that the app still lacks, and nothing that a newer change may have changed. */
    private Answer makeUp(ScimTask task, LedgerEntry entry, Round round, List<String> missing) {
        Optional<ScimTask> now = latecomers.of(task, entry.sequence());
        if (now.isEmpty()) {
            return Answer.none(BEHIND);
        }
        Members members = members(now.get(), round);
        lack(members, task, round, missing);
        Answer answer = Answer.unasked("All its members have come or gone since");
        for (List<ObjectNode> operations : members.patches(null, client.maxMembers())) {
            answer = client.patch(ResourceType.GROUP, Objects.requireNonNull(entry.remoteId()), operations);
            if (!answer.isTaken()) {
                return answer;
            }
        }
        return answer;
    }

    private Members members(ScimTask task, Round round) {
        String connection = task.newest().change().getConnection();
        return Members.of(
                task,
                task.deprovision(app.deprovision()),
                user -> round.known().get(LedgerEntry.id(app.id(), ResourceType.USER, connection, user)));
    }

    private Answer bringFully(ScimTask task, Round round, List<String> missing) {
        Content content = Content.of(task);
        LedgerEntry entry = round.entry(task.newest());
        if (!entry.isLinked()) {
            // one that is back where it isn't known is made as one that the app has lost
            return entry.deleted() && !areGroupsSelected
                    ? createWhole(task, content, round, missing)
                    : create(task, content, round, missing);
        }
        Members members = members(task, round);
        lack(members, task, round, missing);
        Answer answer = bringTo(task, round, Objects.requireNonNull(entry.remoteId()), content, members);
        if (answer.verdict() != Verdict.ABSENT) {
            return answer;
        }
        missing.clear();
        round.know(entry.doubted());
        return createWhole(task, content, round, missing);
    }

    private Answer createWhole(ScimTask task, Content content, Round round, List<String> missing) {
        return regrouping
                .of(task, round)
                .map(whole -> create(whole, content, round, missing))
                .orElseGet(() -> Answer.none(BEHIND));
    }

    private Answer create(ScimTask task, Content content, Round round, List<String> missing) {
        Members members = members(task, round);
        lack(members, task, round, missing);
        Function<String, Answer> patches = remoteId -> bringTo(task, round, remoteId, content, members);
        return counterparts.createOrLink(task, content, round, patches, patches);
    }

    private void lack(Members members, ScimTask task, Round round, List<String> missing) {
        String connection = task.newest().change().getConnection();
        members.missing().stream()
                .filter(user -> !isSelective || isExpected(connection, user, round))
                .forEach(missing::add);
    }

    /**
     * Whether the app should have the user by now. Of who isn't in the ledger nobody knows whether the scope has them, and
     * who is about to enter comes with a later change, which the directory was ahead of.
     */
    private boolean isExpected(String connection, String user, Round round) {
        LedgerEntry entry = round.known().get(LedgerEntry.id(app.id(), ResourceType.USER, connection, user));
        return entry != null
                && (entry.standing() == null
                        || entry.standing().isIn() && entry.standing().since() <= entry.sequence());
    }

    private Answer bringTo(ScimTask task, Round round, String remoteId, Content content, Members members) {
        return client.isPatch()
                ? patch(task, round, remoteId, content, members)
                : puts.put(task, remoteId, content, round);
    }

    private Answer patch(ScimTask task, Round round, String remoteId, Content content, Members members) {
        boolean isSame = !task.isForced()
                && content.hash().equals(round.entry(task.newest()).hash());
        Answer answer = Answer.unasked(UNCHANGED);
        for (List<ObjectNode> operations : members.patches(isSame ? null : replacement(content), client.maxMembers())) {
            answer = client.patch(ResourceType.GROUP, remoteId, operations);
            if (!answer.isTaken()) {
                return answer;
            }
            round.learn(round.entry(task.newest()).linked(remoteId, content.hash()));
        }
        return answer;
    }

    private static ObjectNode replacement(Content content) {
        ObjectNode operation = JsonMapper.shared().createObjectNode().put("op", "replace");
        operation.set("value", content.attributes());
        return operation;
    }
}
