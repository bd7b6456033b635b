package dev.catchment.broker;

import dev.catchment.contract.plan.PlanDocument;

/** A plane's side of the plan. Called from one thread, in the order of the bucket. */
public interface PlanListener {
    /**
     * Puts a document into force.
     *
     * @throws RefusedException if it cannot be used; its last good form stays in force and the reason is reported
     */
    void apply(PlanDocument document) throws RefusedException;

    /** Takes the document under this key out of force. */
    void remove(String key);

    /** The whole plan has been read once; called before the first report. */
    void complete();

    /** A document that the plane cannot use; the message says why, for people. */
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        public RefusedException(String message) {
            super(message);
        }

        public RefusedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
