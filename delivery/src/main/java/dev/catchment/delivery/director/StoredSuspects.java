package dev.catchment.delivery.director;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code suspect} value: what a careful director has under way, and what it knows to be deadly.
 *
 * @param epoch of the director that wrote it
 * @param suspect under way now: if the director dies, this is to blame
 * @param condemned to become dead letters
 * @param named what the former director had under way when it died; named twice in a row, an event is condemned
 */
record StoredSuspects(
        long epoch,
        @Nullable Suspect suspect,
        List<Suspect> condemned,
        @Nullable Suspect named) {
    /**
     * One event at one destination.
     *
     * @param place {@link dev.catchment.contract.undelivered.Origin} as text
     * @param raw its dead letter must not be put together from the composed event: that killed a director too
     */
    record Suspect(String destination, String place, boolean raw) {
        boolean is(String otherDestination, String otherPlace) {
            return destination.equals(otherDestination) && place.equals(otherPlace);
        }

        Suspect asRaw() {
            return new Suspect(destination, place, true);
        }
    }
}
