package dev.catchment.delivery.target;

import dev.catchment.contract.count.CircuitCause;
import dev.catchment.contract.plan.DestinationDocument.Delivery;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a destination's next request may start: its rate, how many may be in flight, and whether it is well enough.
 * Guarded by its sink, but for {@link #pace}.
 */
final class Turns {
    private final Delivery policy;
    private final Surroundings around;
    private final Circuit circuit;
    private final Pacer pacer;
    private final AdaptiveLimit limit;

    Turns(Delivery policy, Surroundings around) {
        this(policy, around, new Circuit(around.random()), null, null);
    }

    private Turns(
            Delivery policy,
            Surroundings around,
            Circuit circuit,
            @Nullable Pacer pacer,
            @Nullable AdaptiveLimit limit) {
        this.policy = policy;
        this.around = around;
        this.circuit = circuit;
        Integer rate = policy.ratePerSecond();
        this.pacer = pacer != null
                ? pacer
                : new Pacer(
                        rate == null ? 0 : around.share((double) rate),
                        around.ticker().getAsLong());
        this.limit = limit != null ? limit : new AdaptiveLimit(around.share(policy.concurrency()));
    }

    /**
     * The same under another policy, and with a fresh chance: what it suffered from may be mended. Requests that wait for
     * their turn are not made as they are any more.
     */
    Turns with(Delivery changed) {
        circuit.reset();
        pacer.forgo(around.ticker().getAsLong());
        boolean samePace = Objects.equals(policy.ratePerSecond(), changed.ratePerSecond());
        boolean sameLimit = policy.concurrency() == changed.concurrency();
        return new Turns(changed, around, circuit, samePace ? pacer : null, sameLimit ? limit : null);
    }

    /** Takes the next free moment of its rate; returns the nanoseconds to wait for it. */
    long pace(long now) {
        return pacer.take(now);
    }

    Circuit.State state() {
        return circuit.state();
    }

    /** Why the circuit is not closed; empty: it is. */
    Optional<CircuitCause> cause() {
        return circuit.cause();
    }

    boolean open() {
        return circuit.state() == Circuit.State.OPEN;
    }

    boolean closed() {
        return circuit.state() == Circuit.State.CLOSED;
    }

    boolean admits() {
        return circuit.admits() && limit.admits();
    }

    Turn start(long now) {
        circuit.started();
        limit.started();
        return new Turn(now, limit);
    }

    void succeeded(Turn turn) {
        circuit.succeeded();
        turn.limit().well();
        turn.limit().ended();
    }

    void gaveUp(Turn turn) {
        circuit.gaveUp();
        turn.limit().ended();
    }

    /** @return whether the circuit is now open */
    boolean failed(Turn turn, boolean overload, long now) {
        if (overload) {
            turn.limit().overloaded(turn.startedNanos(), now);
        }
        turn.limit().ended();
        return circuit.failed();
    }

    void broke(Turn turn, CircuitCause why, long now) {
        turn.limit().overloaded(turn.startedNanos(), now);
        turn.limit().ended();
        circuit.broke(why);
    }

    /** How long to wait, now that the circuit is open. */
    Duration pause(Duration retryAfter) {
        return circuit.pause(retryAfter);
    }

    void probe() {
        circuit.probe();
    }

    long successes() {
        return circuit.successes();
    }
}
