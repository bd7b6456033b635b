package dev.catchment.operator.hub;

import dev.catchment.contract.plan.PlanDocument;
import java.util.List;
import java.util.Map;

/**
 * What a compiler made of a hub's resources.
 *
 * @param findings by resource; a resource without any is fine
 */
public record CompiledPlan(List<PlanDocument> documents, Map<ResourceKey, List<Finding>> findings) {
    public CompiledPlan {
        documents = List.copyOf(documents);
        findings = Map.copyOf(findings);
    }
}
