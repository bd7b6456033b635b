package dev.catchment.operator.hub;

import dev.catchment.operator.status.Condition;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/**
 * The status of a Source or Destination for one run. Whatever else changed is written at once and carries the counters
 * of the moment; if nothing else did, they wait for the object's turn. A condition that counters decide is written at
 * once when it flips, if it did not do so just before.
 */
public final class CountedStatus<R extends CustomResource<?, S>, S> implements MemberStatuses.Form<R, S> {
    private final ResourceKind kind;
    private final MemberStatuses.Form<R, S> form;
    private final UnaryOperator<S> counted;
    private final BiPredicate<S, S> flips;
    private final CounterPace pace;
    private Duration wait = Duration.ZERO;

    /**
     * @param form makes the status with the counters that it has
     * @param counted puts the counters of the moment into it, if they are known
     * @param flips whether two statuses differ in more than counters
     */
    public CountedStatus(
            ResourceKind kind,
            MemberStatuses.Form<R, S> form,
            UnaryOperator<S> counted,
            BiPredicate<S, S> flips,
            CounterPace pace) {
        this.kind = kind;
        this.form = form;
        this.counted = counted;
        this.flips = flips;
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
        boolean atOnce = flips.test(former, fresh) && pace.mayFlip(namespace, key);
        if (!atOnce && former.equals(resource.getStatus())) {
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
