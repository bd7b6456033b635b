package dev.catchment.delivery.target;

import dev.catchment.contract.plan.DestinationDocument.Delivery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A queue of one destination's events, served by at most one thread. Guarded by its sink. */
final class Slot {
    /** How long a batch that is not full waits for more. */
    static final Duration LINGER = Duration.ofMillis(500);

    final ArrayDeque<Pending> queue = new ArrayDeque<>();
    boolean running;

    /** Nanoseconds until the queue should be sent as it is; 0 or less: now. */
    long linger(Delivery policy, long now) {
        if (policy.batchEvents() <= 1 || queue.size() >= policy.batchEvents() || queue.isEmpty()) {
            return 0;
        }
        if (queue.getFirst() instanceof RetryPending) {
            return 0;
        }
        return queue.getFirst().offeredNanos + LINGER.toNanos() - now;
    }

    /** Takes what makes one batch, at least one event if there is any. */
    List<Pending> take(Delivery policy, boolean orderMatters) {
        rotate(orderMatters);
        List<Pending> batch = new ArrayList<>();
        long bytes = 0;
        while (!queue.isEmpty() && batch.size() < Math.max(1, policy.batchEvents())) {
            Pending next = queue.getFirst();
            bytes += next.bytes();
            if (!batch.isEmpty() && (bytes > policy.batchBytes() || next instanceof RetryPending)) {
                break;
            }
            if (next instanceof RetryPending) {
                // Alone, or an event that spoils its batch would fail it again and again.
                return List.of(queue.removeFirst());
            }
            batch.add(queue.removeFirst());
        }
        return batch;
    }

    /**
     * An event that failed often enough lets the next one go first: were it alone to blame, nobody would ever learn
     * that the destination is well.
     */
    private void rotate(boolean orderMatters) {
        if (!orderMatters
                && queue.size() > 1
                && queue.getFirst().failures >= Backoff.ATTEMPTS
                && queue.stream().anyMatch(p -> p.failures < Backoff.ATTEMPTS)) {
            while (queue.getFirst().failures >= Backoff.ATTEMPTS) {
                queue.addLast(queue.removeFirst());
            }
        }
    }
}
