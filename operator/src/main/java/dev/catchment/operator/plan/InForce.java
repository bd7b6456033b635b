package dev.catchment.operator.plan;

import dev.catchment.compile.CompiledPlan;
import dev.catchment.compile.ConditionType;
import dev.catchment.compile.ResourceId;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.operator.hub.Finding;
import dev.catchment.operator.status.Reason;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is in force of a resource that is not good. */
final class InForce {
    private InForce() {}

    /** Why this version of a resource is not in force although something of it is; empty: it is, or nothing is. */
    static Optional<Finding> instead(CompiledPlan plan, ResourceId resource) {
        boolean said = plan.diagnostics().getOrDefault(resource, List.of()).stream()
                .anyMatch(found -> found.condition() == ConditionType.PROGRAMMED);
        if (said) {
            return Optional.empty();
        } else if (plan.kept().contains(resource)) {
            return Optional.of(finding(Reason.LAST_GOOD, "The last good version of it stays in force until then."));
        }
        return switch (document(plan, resource)) {
            case DestinationDocument d
            when d.hold() != null -> Optional.of(finding(Reason.HELD, "Its events wait until then; none is lost."));
            case FilterDocument f
            when f.action() instanceof FilterAction.Hold ->
                Optional.of(finding(
                        Reason.HELD,
                        "Events that it may have to keep back wait until then: those from its sources to its"
                                + " destinations."));
            case null, default -> Optional.empty();
        };
    }

    private static @Nullable PlanDocument document(CompiledPlan plan, ResourceId resource) {
        return switch (resource.kind()) {
            case "Destination" -> plan.delivery().get(DestinationDocument.key(resource.name()));
            case "Filter" -> plan.delivery().get(FilterDocument.KIND + "." + resource.name());
            default -> null;
        };
    }

    private static Finding finding(Reason reason, String message) {
        return new Finding(dev.catchment.operator.status.ConditionType.PROGRAMMED, true, reason.wireName(), message);
    }
}
