package dev.rollcall.sync.drift;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.FindingCause;
import dev.rollcall.schemas.drift.FindingKind;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has an app lose what it should not have. What the ledger doesn't know of is looked at once more: since it was found, it
 * may have become the account of one of ours.
 */
final class Losses {

    private final DriftRun run;
    private final Scene scene;
    private final Whereabouts whereabouts;
    private final Inspection inspection;
    private final Repairs repairs;
    private final Clock clock;

    Losses(DriftRun run, Scene scene, Whereabouts whereabouts, Repairs repairs, Clock clock) {
        this.run = run;
        this.scene = scene;
        this.whereabouts = whereabouts;
        this.inspection = new Inspection(run.id(), scene);
        this.repairs = repairs;
        this.clock = clock;
    }

    /** Chosen by its id, an account that isn't ours goes; one that fits ours is linked as a delivery does. */
    static boolean isOfStranger(Finding finding) {
        return finding.cause() == FindingCause.FOREIGN || finding.cause() == FindingCause.DUPLICATE;
    }

    /** Empty where it is no stranger any more, or gone. */
    Optional<IdentityChange> ofStranger(Finding finding) throws TargetFault, InterruptedException {
        List<String> connections = scene.directory().connections();
        String connection = finding.connection() != null
                ? finding.connection()
                : connections.isEmpty() ? null : connections.getFirst();
        if (connection == null || finding.remoteId() == null) {
            return Optional.empty();
        }
        String app = scene.app().id();
        Ours stranger = Repairs.stranger(app, finding.type(), finding.remoteId(), connection);
        Finding now = look(finding);
        return now != null && (isOfStranger(now) || stranger.id().equals(now.resource()))
                ? Optional.of(repairs.removal(app, stranger, finding.remoteId(), scene.facts()))
                : Optional.empty();
    }

    /** Linked first where the ledger doesn't know of it: an app with a scope isn't asked for whom it never had. */
    IdentityChange ofOurs(Facts known, Finding finding) throws TargetFault, InterruptedException {
        if (known.remoteId().isEmpty() && finding.remoteId() != null) {
            Finding now = look(finding);
            if (now != null
                    && now.kind() == FindingKind.EXTRA
                    && known.ours().id().equals(now.resource())) {
                repairs.link(scene.app().id(), known.ours(), finding.remoteId(), scene.facts());
            }
        }
        return Repairs.change(known);
    }

    private @Nullable Finding look(Finding finding) throws TargetFault, InterruptedException {
        var theirs = new Theirs(finding.type(), String.valueOf(finding.remoteId()), "", "");
        Finding seen = inspection.of(theirs, false, clock.instant()).finding();
        // the app may have been moved while it was asked, and then its ids are known to nobody any more
        whereabouts.require(run);
        return seen;
    }
}
