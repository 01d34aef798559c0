package dev.rollcall.ingest.drift;

import dev.rollcall.event.ReconciliationRepair;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.FindingCause;
import dev.rollcall.schemas.drift.FindingKind;
import java.util.List;
import org.springframework.stereotype.Component;

/** Holds a repair that would take much of what an app has: where so much is wrong, the wrong one may be us. Blocking. */
@Component
final class MassRepair {

    private static final int SHARE_PERCENT = 20;
    private static final int AT_LEAST = 50;

    private final DriftLog runs;

    MassRepair(DriftLog runs) {
        this.runs = runs;
    }

    /**
     * Lets a repair pass.
     *
     * @throws org.springframework.web.server.ResponseStatusException 409 with members {@code deprovisions}, {@code
     *     accounts} and {@code limit}
     */
    void check(DriftRun run, ReconciliationRepair repair) {
        List<Finding> chosen = runs.findings(run.id(), repair.getFindings());
        if (chosen.size() < repair.getFindings().size()) {
            throw Refused.wrong("findings has an id that the run didn't find, or that isn't kept.");
        }
        long deprovisions = chosen.stream().filter(MassRepair::isTaking).count()
                + (repair.getKinds().contains(FindingKind.EXTRA.name())
                        ? runs.repairable(run.id(), FindingKind.EXTRA)
                        : 0);
        long accounts = run.counts().users() + run.counts().groups();
        long limit = Math.max(AT_LEAST, accounts * SHARE_PERCENT / 100);
        if (deprovisions > limit) {
            var refused = Refused.conflict("This repair would deprovision " + deprovisions + " of the app's " + accounts
                    + " users and groups, and more than " + limit
                    + " need to be confirmed. Look at the findings; to do it,"
                    + " send \"confirm\": true.");
            refused.getBody().setProperty("deprovisions", deprovisions);
            refused.getBody().setProperty("accounts", accounts);
            refused.getBody().setProperty("limit", limit);
            throw refused;
        }
    }

    private static boolean isTaking(Finding finding) {
        return finding.kind() == FindingKind.EXTRA || finding.cause() == FindingCause.DUPLICATE;
    }
}
