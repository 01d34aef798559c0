package dev.rollcall.ingest.history.restore;

import dev.rollcall.event.Cause;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.history.Snapshot;
import dev.rollcall.ingest.request.Push;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does what a plan says: the resource first, then its memberships one by one. Each is a request like a client's, and all
 * can be repeated: whoever does it again after it broke off comes to the same end. Blocking.
 */
@Component
final class Restores {

    private static final Logger log = LoggerFactory.getLogger(Restores.class);

    private static final String ACTIVE = "active";

    private final Pushes pushes;

    Restores(Pushes pushes) {
        this.pushes = pushes;
    }

    /** Why the plan would be refused; empty where it wouldn't. */
    Optional<String> obstacle(Plan plan, Push.Origin origin) {
        return first(plan, origin)
                .map(pushes::rehearse)
                .filter(done -> done.status() >= 400)
                .map(done -> done.status() + ": " + done.detail());
    }

    /** @throws ResponseStatusException when the resource itself can't be restored; nothing is changed then */
    RestoreView restore(Plan plan, Push.Origin origin) {
        var steps = new ArrayList<RestoreView.Step>();
        var lost = new ArrayList<>(plan.notRestored());
        first(plan, origin).ifPresent(push -> steps.add(must(push)));
        unassignActive(plan, origin).ifPresent(push -> steps.add(must(push)));
        if (plan.subject().type() == ResourceType.USER) {
            plan.joins().forEach(group -> member(plan, group, Bodies.join(plan.id()), origin, steps, lost));
            plan.leaves().forEach(group -> member(plan, group, Bodies.leave(plan.id()), origin, steps, lost));
        }
        log.atInfo()
                .addKeyValue("connection", plan.subject().connection())
                .addKeyValue("resource", plan.subject().id())
                .addKeyValue("as", plan.id())
                .addKeyValue("sequence", plan.target().sequence())
                .addKeyValue("operator", origin.operator())
                .log("Restored to an earlier state");
        return RestoreView.of(plan, true, null, steps, lost);
    }

    static Push.Origin origin(String operator, @Nullable String reason) {
        return new Push.Origin(Cause.RESTORE, operator, reason);
    }

    private Optional<Push> first(Plan plan, Push.Origin origin) {
        Snapshot now = plan.now();
        boolean isUser = plan.subject().type() == ResourceType.USER;
        if (now != null && isUser && plan.differences().isEmpty() || plan.action() == Plan.Action.NONE) {
            return Optional.empty();
        }
        return Optional.of(pushes.push(
                plan.subject().connection(),
                now == null ? Operation.CREATE : Operation.REPLACE,
                plan.subject().type(),
                plan.id(),
                now == null ? null : now.version(),
                isUser ? Bodies.of(plan.target()) : Bodies.of(plan.target(), members(plan)),
                origin));
    }

    private static TreeSet<String> members(Plan plan) {
        var members = new TreeSet<>(plan.members());
        members.addAll(plan.joins());
        members.removeAll(plan.leaves());
        return members;
    }

    private Optional<Push> unassignActive(Plan plan, Push.Origin origin) {
        Snapshot now = plan.now();
        // whoever is created is active
        boolean isUnassigned = plan.subject().type() == ResourceType.USER
                && !plan.target().attributes().has(ACTIVE)
                && (now == null || now.attributes().has(ACTIVE));
        return isUnassigned
                ? Optional.of(pushes.push(
                        plan.subject().connection(),
                        Operation.PATCH,
                        ResourceType.USER,
                        plan.id(),
                        null,
                        Bodies.unassignActive(),
                        origin))
                : Optional.empty();
    }

    private RestoreView.Step must(Push push) {
        Pushes.Done done = pushes.make(push);
        if (done.status() >= 400) {
            throw new ResponseStatusException(
                    HttpStatusCode.valueOf(done.status()),
                    Objects.requireNonNullElse(done.detail(), "It was refused."));
        }
        return RestoreView.Step.of(push, done);
    }

    private void member(
            Plan plan,
            String group,
            ObjectNode body,
            Push.Origin origin,
            List<RestoreView.Step> steps,
            List<NotRestored> lost) {
        Push push = pushes.push(
                plan.subject().connection(), Operation.PATCH, ResourceType.GROUP, group, null, body, origin);
        Pushes.Done done = pushes.make(push);
        if (done.status() >= 400) {
            lost.add(new NotRestored("group", group, plan.names().get(group), String.valueOf(done.detail())));
        } else {
            steps.add(RestoreView.Step.of(push, done));
        }
    }
}
