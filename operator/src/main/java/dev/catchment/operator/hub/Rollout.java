package dev.catchment.operator.hub;

import dev.catchment.contract.Plane;
import dev.catchment.contract.plan.AppliedReport;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Reason;
import dev.catchment.operator.status.Truth;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * How far a document has come: Programmed when every ready Pod of its plane has applied its revision.
 *
 * @param ready names of the plane's ready Pods, which are the names of its live instances
 * @param reports by instance; those of instances that are gone do not count
 */
record Rollout(Plane plane, SortedSet<String> ready, Map<String, AppliedReport> reports) {

    /** Whether it may say of a revision of a document anything but that every ready instance has applied it. */
    boolean concerns(PlanDocument document, long revision) {
        for (String instance : ready) {
            AppliedReport report = reports.get(instance);
            if (report == null
                    || report.sequence() < revision
                    || report.refused().stream()
                            .anyMatch(refusal -> refusal.key().equals(document.key()))) {
                return true;
            }
        }
        return false;
    }

    Condition of(String document, long revision) {
        if (ready.isEmpty()) {
            return Condition.of(
                    ConditionType.PROGRAMMED,
                    Truth.UNKNOWN,
                    Reason.NO_PLANES,
                    "No " + plane.wireName() + " pod is ready, so nothing applies it yet.");
        }
        String waitingFor = null;
        for (String instance : ready) {
            AppliedReport report = reports.get(instance);
            if (report == null || report.sequence() < revision) {
                waitingFor = waitingFor == null ? instance : waitingFor;
                continue;
            }
            Optional<String> refusal = report.refused().stream()
                    .filter(r -> r.key().equals(document) && r.sequence() >= revision)
                    .map(AppliedReport.Refusal::reason)
                    .findFirst();
            if (refusal.isPresent()) {
                return Condition.of(
                        ConditionType.PROGRAMMED,
                        Truth.FALSE,
                        Reason.REFUSED,
                        "Pod " + instance + " cannot use it, its former version stays in force: " + refusal.get());
            }
        }
        return waitingFor == null
                ? Condition.happy(ConditionType.PROGRAMMED, Reason.PROGRAMMED)
                : Condition.of(
                        ConditionType.PROGRAMMED,
                        Truth.FALSE,
                        Reason.PENDING,
                        "Pod " + waitingFor + " has not applied it yet.");
    }
}
