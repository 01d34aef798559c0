package dev.rollcall.ingest.drift;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rollcall.event.ReconciliationRepair;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.schemas.drift.FindingKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be repaired: all, some kinds, or some findings.
 *
 * @param all all that need no explicit choice
 * @param kinds those of these kinds that need no explicit choice
 * @param findings ids of findings, of any cause
 * @param reason why, for whoever looks later; optional
 * @param confirm whether it may deprovision more than a mass change is held for
 */
public record RepairRequest(
        @Nullable Boolean all,
        @Nullable List<@Nullable String> kinds,
        @Nullable List<@Nullable String> findings,
        @Nullable String reason,
        @Nullable Boolean confirm) {

    private static final int MOST_FINDINGS = 1_000;

    /** @throws org.springframework.web.server.ResponseStatusException 400 unless it says just one of the three */
    ReconciliationRepair read(String operator, @Nullable String checkedReason, Instant now) {
        long choices = Stream.of(Boolean.TRUE.equals(all) ? all : null, kinds, findings)
                .filter(Objects::nonNull)
                .count();
        if (choices != 1) {
            throw Refused.wrong("Send one of \"all\": true, \"kinds\": [...] and \"findings\": [...].");
        }
        return ReconciliationRepair.newBuilder()
                .setId(UuidCreator.getTimeOrderedEpoch().toString())
                .setRequested(now)
                .setKinds(wantedKinds())
                .setFindings(wantedFindings())
                .setOperator(operator)
                .setReason(checkedReason)
                .build();
    }

    boolean isConfirmed() {
        return Boolean.TRUE.equals(confirm);
    }

    private List<String> wantedKinds() {
        if (Boolean.TRUE.equals(all)) {
            return Arrays.stream(FindingKind.values()).map(Enum::name).toList();
        }
        return kinds == null ? List.of() : DriftParameters.names("kinds", kinds, FindingKind.values());
    }

    private List<String> wantedFindings() {
        if (findings == null) {
            return List.of();
        }
        if (findings.isEmpty() || findings.size() > MOST_FINDINGS || findings.contains(null)) {
            throw Refused.wrong("findings must have from 1 to " + MOST_FINDINGS + " ids.");
        }
        return findings.stream().map(String::valueOf).distinct().toList();
    }
}
