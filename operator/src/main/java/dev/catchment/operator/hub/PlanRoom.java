package dev.catchment.operator.hub;

import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.operator.status.Reason;
import io.nats.client.JetStreamApiException;
import java.util.EnumMap;
import java.util.Map;

/** How much of a plan NATS takes. */
final class PlanRoom {
    /** Of subject and headers, which count as payload. */
    private static final int OVERHEAD = 1024;

    private static final int FULL = 10077;

    private PlanRoom() {}

    /** The largest document: what one message may hold, and no more than the whole bucket. */
    static long documentMaxBytes(Holding holding) {
        return Math.min(
                        holding.connection().getServerInfo().getMaxPayload(),
                        holding.spec().planMaxBytes())
                - OVERHEAD;
    }

    /** @throws JetStreamApiException the failure itself, if it says anything else than that a bucket is full */
    static Fault full(Holding holding, CompiledPlan plan, JetStreamApiException failure) throws JetStreamApiException {
        if (failure.getApiErrorCode() != FULL) {
            throw failure;
        }
        Map<Plane, Long> bytes = new EnumMap<>(Plane.class);
        plan.documents().forEach(d -> bytes.merge(d.plane(), (long) d.toJson().length, Long::sum));
        Plane larger = bytes.getOrDefault(Plane.INGEST, 0L) > bytes.getOrDefault(Plane.DELIVERY, 0L)
                ? Plane.INGEST
                : Plane.DELIVERY;
        return new Fault(
                Reason.PLAN_BUCKET_FULL,
                "The plan of " + larger.wireName() + " has " + bytes.get(larger) + " bytes and does not fit into its"
                        + " bucket " + new Subjects(holding.spec().id()).planBucket(larger) + " of "
                        + holding.spec().planMaxBytes()
                        + " bytes, so that only a part of what changed is in force: set CATCHMENT_PLAN_MAX_BYTES of"
                        + " the operator higher, or remove resources.");
    }
}
