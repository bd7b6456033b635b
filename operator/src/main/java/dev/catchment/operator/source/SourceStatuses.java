package dev.catchment.operator.source;

import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.SourceStatus;
import dev.catchment.contract.plan.SourceDocument;
import dev.catchment.operator.Names;
import dev.catchment.operator.hub.Verdict;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.Conditions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a Source, from what was found. Pure. */
final class SourceStatuses {
    private SourceStatuses() {}

    static SourceStatus of(Source source, List<Condition> conditions, Optional<Verdict> verdict, Clock clock) {
        @Nullable SourceStatus before = source.getStatus();
        long generation = source.getMetadata().getGeneration();
        boolean generated =
                source.getSpec() != null && source.getSpec().writeKeys().isEmpty();
        return new SourceStatus(
                generation,
                Conditions.stamp(before == null ? List.of() : before.conditions(), conditions, generation, clock),
                generated ? Names.writeKeySecret(source.getMetadata().getName()) : null,
                verdict.flatMap(Verdict::document)
                        .filter(SourceDocument.class::isInstance)
                        .map(d -> ((SourceDocument) d).writeKeys().size())
                        .orElse(0),
                before == null ? null : before.received(),
                before == null ? null : before.refused(),
                before == null ? null : before.lastReceived());
    }
}
