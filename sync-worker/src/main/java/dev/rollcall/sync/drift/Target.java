package dev.rollcall.sync.drift;

import dev.rollcall.event.ResourceType;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.ScimPage;
import dev.rollcall.sync.app.ScimReader;
import dev.rollcall.sync.app.ScimReader.Position;
import dev.rollcall.sync.app.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Asks an app what it has, patiently: what fails for a moment is asked again after the wait that the app wants. */
final class Target {

    private final ScimReader reader;
    private final DriftProperties properties;
    private final AtomicLong requests = new AtomicLong();

    Target(ScimReader reader, DriftProperties properties) {
        this.reader = reader;
        this.properties = properties;
    }

    /** How many requests there were. */
    long requests() {
        return requests.get();
    }

    /** Where a list begins; the first time the app is asked how it pages. */
    Position first() {
        requests.compareAndSet(0, 1);
        return reader.first();
    }

    int pageSize() {
        return reader.pageSize(properties.page());
    }

    /** A page; empty when it is larger than an answer may be. */
    Optional<ScimPage> page(ResourceType type, Position position, int count, boolean isWithMembers)
            throws TargetFault, InterruptedException {
        Answer answer = ask(() -> reader.list(type, position, count, isWithMembers));
        if (answer.isTooLarge()) {
            return Optional.empty();
        }
        if (!answer.isTaken()) {
            throw new TargetFault("The app doesn't list " + words(type) + ": " + answer.detail() + '.');
        }
        return Optional.of(ScimPage.of(answer)
                .orElseThrow(() -> new TargetFault("What the app lists as its " + words(type)
                        + " is no SCIM list response (RFC 7644 §3.4.2), or has resources without an id.")));
    }

    /**
     * A resource as the app has it.
     *
     * @param isWhole whether a group came with its members; they may be more than an answer may have
     */
    record Shown(ObjectNode resource, boolean isWhole) {}

    /** The resource; empty where the app has it no longer. */
    Optional<Shown> get(ResourceType type, String remoteId) throws TargetFault, InterruptedException {
        Answer answer = ask(() -> reader.get(type, remoteId, true));
        boolean isWhole = !answer.isTooLarge() || type != ResourceType.GROUP;
        if (!isWhole) {
            answer = ask(() -> reader.get(type, remoteId, false));
        }
        if (answer.verdict() == Verdict.ABSENT) {
            return Optional.empty();
        }
        if (!answer.isTaken()) {
            throw new TargetFault("The app doesn't show one of its " + words(type) + ": " + answer.detail() + '.');
        }
        ObjectNode resource = ScimReader.resource(answer)
                .orElseThrow(
                        () -> new TargetFault("What the app shows as one of its " + words(type) + " is no resource."));
        return Optional.of(new Shown(resource, isWhole));
    }

    /** What the app finds; nothing where it can't search so. */
    List<ObjectNode> search(ResourceType type, String attribute, String value)
            throws TargetFault, InterruptedException {
        if (!reader.isFilter()) {
            return List.of();
        }
        Answer answer = ask(() -> reader.search(type, attribute, value));
        return answer.isTaken() ? ScimPage.of(answer).map(ScimPage::resources).orElse(List.of()) : List.of();
    }

    private Answer ask(Supplier<Answer> asking) throws TargetFault, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            requests.incrementAndGet();
            Answer answer = asking.get();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!answer.isOfApp() || answer.isTooLarge()) {
                return answer;
            }
            if (isRefusal(answer)) {
                throw new TargetFault("The app doesn't accept us (" + answer.detail()
                        + "). Mend the app's authentication, and reconcile it again.");
            }
            if (attempt >= properties.attempts()) {
                throw new TargetFault("The app failed " + attempt + " times, at last with: " + answer.detail()
                        + ". Reconcile it again when it is well.");
            }
            Duration wait = properties
                    .backOff()
                    .after(
                            attempt,
                            ThreadLocalRandom.current().nextDouble(),
                            answer.retryAfter(),
                            properties.maxRetryAfter());
            Thread.sleep(wait);
        }
    }

    private static boolean isRefusal(Answer answer) {
        Integer status = answer.status();
        return status != null && (status == 401 || status == 403);
    }

    private static String words(ResourceType type) {
        return type == ResourceType.GROUP ? "groups" : "users";
    }
}
