package dev.catchment.broker;

import java.time.Instant;

/** Another cluster holds the hub's streams and buckets. The message is for people, and says what to do. */
public final class ClaimedElsewhereException extends Exception {
    private static final long serialVersionUID = 1L;

    ClaimedElsewhereException(Claim claim, Instant renewed) {
        super("Its streams and buckets in NATS belong to another Kubernetes cluster (" + claim.cluster() + ", since "
                + claim.since() + ", last renewed " + renewed + " by operator " + claim.operator()
                + "), which has a Workspace of this namespace and name. Give this one another name or another NATS,"
                + " or stop the other one: " + Claims.POLLS * claim.everySeconds()
                + " s after its last sign of life this cluster takes over by itself.");
    }
}
