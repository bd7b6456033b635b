package dev.catchment.operator.hub;

import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.contract.plan.PlanDocument;
import java.util.List;
import java.util.Map;

/** The compiler as the operator calls it: pure, so that the same resources always give the same plan. */
public interface PlanCompilation {
    /**
     * @param workspaceKey 32 bytes under which credentials are sealed
     * @param previous the plan in force, by key of document
     * @param documentMaxBytes what NATS takes of one document
     */
    CompiledPlan compile(
            HubResources resources, byte[] workspaceKey, Map<String, PlanDocument> previous, long documentMaxBytes);

    /**
     * One for a single hub, which remembers what it compiled last and repeats only what a change concerns. Not for several
     * threads.
     */
    PlanCompilation remembering();

    /** What is to be said about a destination type on its own, whether it is used or not. */
    List<Finding> check(DestinationType type);
}
