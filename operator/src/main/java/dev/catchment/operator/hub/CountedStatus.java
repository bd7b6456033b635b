package dev.catchment.operator.hub;

import dev.catchment.operator.status.Condition;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The status of a Source or Destination for one run. Whatever else changed is written at once and carries the counters
 * of the moment; if nothing else did, they wait for the object's turn.
 */
public final class CountedStatus<R extends CustomResource<?, S>, S> implements MemberStatuses.Form<R, S> {
    private final ResourceKind kind;
    private final MemberStatuses.Form<R, S> form;
    private final UnaryOperator<S> counted;
    private final CounterPace pace;
    private Duration wait = Duration.ZERO;

    /**
     * @param form makes the status with the counters that it has
     * @param counted puts the counters of the moment into it, if they are known
     */
    public CountedStatus(
            ResourceKind kind, MemberStatuses.Form<R, S> form, UnaryOperator<S> counted, CounterPace pace) {
        this.kind = kind;
        this.form = form;
        this.counted = counted;
        this.pace = pace;
    }

    @Override
    public S of(R resource, List<Condition> conditions, Optional<Verdict> verdict, Clock clock) {
        S former = form.of(resource, conditions, verdict, clock);
        S fresh = counted.apply(former);
        String namespace = resource.getMetadata().getNamespace();
        ResourceKey key = new ResourceKey(kind, resource.getMetadata().getName());
        if (fresh.equals(former)) {
            pace.settled(namespace, key);
            return former;
        }
        if (former.equals(resource.getStatus())) {
            wait = pace.untilTurn(namespace, key);
            if (wait.isPositive()) {
                return former;
            }
        }
        pace.written(namespace, key);
        return fresh;
    }

    /** When it is the turn of counters that were left out; zero: none were. */
    public Duration waiting() {
        return wait;
    }
}
