package dev.catchment.delivery.target;

import dev.catchment.contract.undelivered.Origin;

/**
 * Finds the event that kills its director: after too many crashes in a row, what may have been under way then passes
 * alone, and is named in the broker before it does. Costs nothing while there is no suspicion.
 */
public interface Suspects {
    Suspects NONE = new Suspects() {
        @Override
        public boolean careful() {
            return false;
        }

        @Override
        public Passage enter(String destination, Origin event) {
            return Passage.FREE;
        }

        @Override
        public void leave() {}
    };

    /** How an event may go on. */
    enum Passage {
        /** As always. */
        FREE,
        /** Alone; {@link #leave()} ends it. */
        ALONE,
        /** It has killed too often: a dead letter, neither evaluated nor sent; {@link #leave()} ends it. */
        CONDEMNED,
        /** The same, and putting the letter together killed as well: it holds the event as it was stored. */
        CONDEMNED_RAW,
        /** Not now: nobody would know what killed this process. */
        BARRED
    }

    /** Whether anything is under suspicion; otherwise nothing needs to enter. */
    boolean careful();

    /** Waits until the event may pass. */
    Passage enter(String destination, Origin event) throws InterruptedException;

    void leave();
}
