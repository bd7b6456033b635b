package dev.catchment.operator.hub;

import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.SourceDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a paused resource has in the plan stays as it was, or is not there if it was not. */
final class Paused {
    private Paused() {}

    static CompiledPlan keep(
            Map<ResourceKey, ResourceForm> forms, CompiledPlan plan, Map<String, PlanDocument> previous) {
        if (forms.values().stream().noneMatch(ResourceForm::paused)) {
            return plan;
        }
        List<PlanDocument> documents = new ArrayList<>();
        for (PlanDocument document : plan.documents()) {
            if (!paused(forms, document)) {
                documents.add(document);
            }
        }
        previous.values().stream().filter(d -> paused(forms, d)).forEach(documents::add);
        return new CompiledPlan(documents, plan.findings());
    }

    private static boolean paused(Map<ResourceKey, ResourceForm> forms, PlanDocument document) {
        return owner(document).map(forms::get).map(ResourceForm::paused).orElse(false);
    }

    private static Optional<ResourceKey> owner(PlanDocument document) {
        return switch (document) {
            case SourceDocument d -> Optional.of(new ResourceKey(ResourceKind.SOURCE, d.name()));
            case DestinationDocument d -> Optional.of(new ResourceKey(ResourceKind.DESTINATION, d.name()));
            case FilterDocument d -> Optional.of(new ResourceKey(ResourceKind.FILTER, d.name()));
            default -> Optional.empty();
        };
    }
}
