package dev.catchment.delivery.log;

import dev.catchment.filter.Decision;
import dev.catchment.filter.Filters;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What filters leave of a frame, asked once for all destinations that share them: a destination that takes one event in
 * a hundred, or none, then costs no more than these.
 *
 * @param left events that they do not drop, in order; no duplicates
 * @param dropped by source, how many events they drop; no duplicates
 */
public record Sieve(int[] left, Map<String, Integer> dropped) {
    static Sieve of(LogFrame frame, Filters filters) {
        int[] left = new int[frame.count()];
        int kept = 0;
        Map<String, Integer> dropped = new HashMap<>();
        for (int event = 0; event < frame.count(); event++) {
            if (frame.duplicate(event)) {
                continue;
            }
            if (drops(filters, frame, event)) {
                dropped.merge(frame.frame().source(event), 1, Integer::sum);
            } else {
                left[kept++] = event;
            }
        }
        return new Sieve(Arrays.copyOf(left, kept), dropped);
    }

    private static boolean drops(Filters filters, LogFrame frame, int event) {
        try {
            return filters.apply(frame.event(event).forDestinations()) instanceof Decision.Dropped;
        } catch (UncheckedIOException e) {
            return false; // whoever delivers it finds out, and makes a dead letter of it
        }
    }
}
