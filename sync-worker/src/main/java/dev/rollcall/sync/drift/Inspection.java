package dev.rollcall.sync.drift;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.FindingCause;
import dev.rollcall.schemas.drift.FindingKind;
import dev.rollcall.schemas.drift.FindingState;
import dev.rollcall.sync.drift.Judge.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Looks at one resource at the app, with at least one request of its own: only what this finds counts. */
final class Inspection {

    private final String run;
    private final Scene scene;

    Inspection(String run, Scene scene) {
        this.run = run;
        this.scene = scene;
    }

    /**
     * What it found.
     *
     * @param finding null where all is as it should be
     * @param facts what it was found by; null where it has to do with none of ours
     * @param isUnread whether the members of a group are too many to be read
     */
    record Seen(@Nullable Finding finding, @Nullable Facts facts, boolean isUnread) {

        static final Seen WELL = new Seen(null, null, false);
    }

    /** One of ours. */
    Seen of(Facts facts, boolean isBehind, Instant now) throws TargetFault, InterruptedException {
        Ours ours = facts.ours();
        Optional<Target.Shown> shown = facts.remoteId().isPresent()
                ? scene.target().get(ours.type(), facts.remoteId().get())
                : Optional.empty();
        if (shown.isEmpty() && facts.isWanted()) {
            Optional<Theirs> other = lookFor(facts);
            if (other.isPresent()) {
                Finding finding = finding(
                        facts,
                        Verdict.of(FindingKind.UNLINKED, unlinked(ours, other.get())),
                        other.get().remoteId(),
                        now);
                return new Seen(finding, facts, false);
            }
        }
        @Nullable ObjectNode actual = shown.map(Target.Shown::resource).orElse(null);
        boolean isUnread = shown.isPresent() && !shown.get().isWhole();
        MemberDifference members = actual != null && !isUnread && ours.type() == ResourceType.GROUP && facts.isWanted()
                ? scene.members().difference(ours, actual)
                : MemberDifference.NONE;
        return scene.judge()
                .of(facts, actual, members, isBehind)
                .map(verdict ->
                        new Seen(finding(facts, verdict, facts.remoteId().orElse(null), now), facts, isUnread))
                .orElse(new Seen(null, facts, isUnread));
    }

    /** By our id, then by name, as deliveries do. */
    private Optional<Theirs> lookFor(Facts facts) throws TargetFault, InterruptedException {
        ResourceType type = facts.ours().type();
        String id = facts.ours().id();
        for (ObjectNode found : scene.target().search(type, "externalId", id)) {
            Theirs theirs = Theirs.of(type, found);
            if (theirs.externalId().equals(id)) {
                return Optional.of(theirs);
            }
        }
        if (facts.expected() == null) {
            return Optional.empty();
        }
        String name = facts.expected().resource().path(Theirs.nameOf(type)).asString("");
        for (ObjectNode found : scene.target().search(type, Theirs.nameOf(type), name)) {
            Theirs theirs = Theirs.of(type, found);
            if (theirs.name().equalsIgnoreCase(name)) {
                return Optional.of(theirs);
            }
        }
        return Optional.empty();
    }

    private FindingCause unlinked(Ours ours, Theirs theirs) {
        LedgerEntry entry = scene.facts()
                .counterparts(theirs.type(), List.of(theirs.remoteId()))
                .get(theirs.remoteId());
        if (entry != null && entry.isLinked() && !Ours.of(entry).equals(ours)) {
            return FindingCause.CLAIMED;
        }
        return theirs.externalId().equals(ours.id()) ? FindingCause.NOT_LINKED : FindingCause.SAME_NAME;
    }

    /** One of theirs that the ledger doesn't link to any of ours. */
    Seen of(Theirs listed, boolean isBehind, Instant now) throws TargetFault, InterruptedException {
        Optional<Target.Shown> shown = scene.target().get(listed.type(), listed.remoteId());
        if (shown.isEmpty()) {
            return Seen.WELL;
        }
        Theirs theirs = Theirs.of(listed.type(), shown.get().resource());
        LedgerEntry entry = scene.facts()
                .counterparts(theirs.type(), List.of(theirs.remoteId()))
                .get(theirs.remoteId());
        if (entry != null && entry.isLinked()) {
            return of(facts(Ours.of(entry)), isBehind, now);
        }
        Optional<Ours> byId = scene.directory().byId(theirs.type(), theirs.externalId());
        Optional<Ours> ours = byId.isPresent() ? byId : scene.directory().byName(theirs.type(), theirs.name());
        if (ours.isPresent()) {
            Facts facts = facts(ours.get());
            if (facts.remoteId().filter(theirs.remoteId()::equals).isPresent()) {
                // linked since the ledger was asked whose it is
                return of(facts, isBehind, now);
            }
            if (facts.isWanted()) {
                FindingCause cause = facts.remoteId().isPresent()
                        ? FindingCause.DUPLICATE
                        : byId.isPresent() ? FindingCause.NOT_LINKED : FindingCause.SAME_NAME;
                return new Seen(
                        finding(facts, Verdict.of(FindingKind.UNLINKED, cause), theirs.remoteId(), now), facts, false);
            }
        }
        if (entry != null || byId.isPresent()) {
            Facts facts = facts(entry != null ? Ours.of(entry) : byId.get());
            return scene.judge()
                    .of(facts, shown.get().resource(), MemberDifference.NONE, isBehind)
                    .map(verdict -> new Seen(finding(facts, verdict, theirs.remoteId(), now), facts, false))
                    .orElse(Seen.WELL);
        }
        return new Seen(foreign(theirs, now), null, false);
    }

    private Facts facts(Ours ours) {
        return Objects.requireNonNull(scene.facts().of(List.of(ours)).get(ours));
    }

    private Finding finding(Facts facts, Verdict verdict, @Nullable String remoteId, Instant now) {
        return new Finding(
                run,
                verdict.kind(),
                verdict.cause(),
                facts.ours().type(),
                facts.ours().connection(),
                facts.ours().id(),
                remoteId,
                verdict.attributes(),
                verdict.members().missing().size(),
                verdict.members().extra().size(),
                facts.sequence(),
                FindingState.OPEN,
                null,
                now);
    }

    private Finding foreign(Theirs theirs, Instant now) {
        return new Finding(
                run,
                FindingKind.EXTRA,
                FindingCause.FOREIGN,
                theirs.type(),
                null,
                null,
                theirs.remoteId(),
                List.of(),
                0,
                0,
                0,
                FindingState.OPEN,
                null,
                now);
    }
}
