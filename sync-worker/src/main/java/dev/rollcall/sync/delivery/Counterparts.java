package dev.rollcall.sync.delivery;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.ScimClient;
import dev.rollcall.sync.app.Verdict;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the resource that an app has for ours, or makes one; never takes one that stands for another of ours. */
final class Counterparts {

    private final ScimClient client;
    private final Ledger ledger;

    Counterparts(ScimClient client, Ledger ledger) {
        this.client = client;
        this.ledger = ledger;
    }

    /** What a search came to: a remote id or none, unless the app itself failed. */
    private record Search(Answer answer, @Nullable String remoteId) {}

    /**
     * Looks by externalId, then by name; creates when there is none, and looks again when another was quicker.
     *
     * @param existing brings a resource that was found, by its remote id, to the content
     * @param created does what is left for one that was just created
     */
    Answer createOrLink(
            ScimTask task,
            Content content,
            Round round,
            Function<String, Answer> existing,
            Function<String, Answer> created) {
        Search before = search(task, content);
        if (before.answer().isOfApp()) {
            return before.answer();
        }
        if (before.remoteId() != null) {
            return link(task, round, before.remoteId(), existing);
        }
        Answer answer = client.create(task.type(), content.resource());
        String made = ScimClient.id(answer);
        if (answer.isTaken() && made != null) {
            round.learn(round.entry(task.newest()).linked(made, content.hash()));
            Answer rest = created.apply(made);
            return rest.isTaken() && rest.status() == null ? answer : rest;
        }
        if (answer.verdict() != Verdict.CONFLICT) {
            return answer;
        }
        Search after = search(task, content);
        return after.remoteId() == null ? answer : link(task, round, after.remoteId(), existing);
    }

    private Search search(ScimTask task, Content content) {
        String id = task.newest().change().getResource();
        Search byId = search(task.type(), "externalId", id, true);
        return byId.remoteId() != null || byId.answer().isOfApp()
                ? byId
                : search(task.type(), content.name(), content.nameValue(), false);
    }

    private Search search(ResourceType type, String attribute, String value, boolean caseExact) {
        Answer answer = client.search(type, attribute, value);
        // an app that can't filter by this attribute has nothing to tell; creating will show
        return new Search(answer, answer.isTaken() ? ScimClient.found(answer, attribute, value, caseExact) : null);
    }

    private Answer link(ScimTask task, Round round, String remoteId, Function<String, Answer> existing) {
        LedgerEntry entry = round.entry(task.newest());
        if (!round.claim(task.type(), remoteId, entry.id())
                || ledger.isOfAnother(entry, task.type(), remoteId, round.known())) {
            return Answer.refused("The app's resource of that name stands for another one of ours");
        }
        return existing.apply(remoteId);
    }
}
