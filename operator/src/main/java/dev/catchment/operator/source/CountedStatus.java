package dev.catchment.operator.source;

import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.SourceStatus;
import dev.catchment.contract.count.SourceCounts;
import dev.catchment.operator.hub.CounterPace;
import dev.catchment.operator.hub.MemberStatuses;
import dev.catchment.operator.hub.ResourceKey;
import dev.catchment.operator.hub.ResourceKind;
import dev.catchment.operator.hub.Verdict;
import dev.catchment.operator.status.Condition;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The status of a Source for one run. Whatever else changed is written at once and carries the counters of the moment;
 * if nothing else did, they wait for the Source's turn.
 */
final class CountedStatus implements MemberStatuses.Form<Source, SourceStatus> {
    private final Optional<SourceCounts> counts;
    private final CounterPace pace;
    private Duration wait = Duration.ZERO;

    CountedStatus(Optional<SourceCounts> counts, CounterPace pace) {
        this.counts = counts;
        this.pace = pace;
    }

    @Override
    public SourceStatus of(Source source, List<Condition> conditions, Optional<Verdict> verdict, Clock clock) {
        SourceStatus former = SourceStatuses.of(source, conditions, verdict, clock);
        SourceStatus fresh =
                counts.map(counted -> SourceStatuses.counted(former, counted)).orElse(former);
        String namespace = source.getMetadata().getNamespace();
        ResourceKey key =
                new ResourceKey(ResourceKind.SOURCE, source.getMetadata().getName());
        if (fresh.equals(former)) {
            pace.settled(namespace, key);
            return former;
        }
        if (former.equals(source.getStatus())) {
            wait = pace.untilTurn(namespace, key);
            if (wait.isPositive()) {
                return former;
            }
        }
        pace.written(namespace, key);
        return fresh;
    }

    /** When it is the turn of counters that were left out; zero: none were. */
    Duration waiting() {
        return wait;
    }
}
