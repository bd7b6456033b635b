package dev.catchment.operator.hub;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.StatusCondition;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Conditions;
import dev.catchment.operator.status.Truth;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Objects;

/** What a resource's status says of its Ready. */
final class Readiness {
    private Readiness() {}

    /** Unknown too while the status is about another generation. */
    static Truth of(HasMetadata resource) {
        return Conditions.find(conditions(resource), ConditionType.READY)
                .filter(ready -> Objects.equals(
                        ready.observedGeneration(), resource.getMetadata().getGeneration()))
                .map(StatusCondition::status)
                .map(Readiness::truth)
                .orElse(Truth.UNKNOWN);
    }

    private static Truth truth(String status) {
        for (Truth truth : Truth.values()) {
            if (truth.wireName().equals(status)) {
                return truth;
            }
        }
        return Truth.UNKNOWN;
    }

    private static List<StatusCondition> conditions(HasMetadata resource) {
        return switch (resource) {
            case Workspace w when w.getStatus() != null -> w.getStatus().conditions();
            case Source s when s.getStatus() != null -> s.getStatus().conditions();
            case Destination d when d.getStatus() != null -> d.getStatus().conditions();
            case Filter f when f.getStatus() != null -> f.getStatus().conditions();
            case DestinationType t when t.getStatus() != null -> t.getStatus().conditions();
            default -> List.of();
        };
    }
}
