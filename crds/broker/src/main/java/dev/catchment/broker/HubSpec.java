package dev.catchment.broker;

import dev.catchment.contract.HubId;

/**
 * What a hub needs of JetStream. Sizes in bytes.
 *
 * @param partitions event-log partitions
 * @param replicas copies of every stream and bucket: 1, 3 or 5
 * @param logMaxBytes of all partitions together
 * @param archiveMaxBytes of the object store
 * @param planMaxBytes of each plan bucket; the other buckets follow from it
 */
public record HubSpec(
        HubId id, int partitions, int replicas, long logMaxBytes, long archiveMaxBytes, long planMaxBytes) {
    public static final long DEFAULT_PLAN_MAX_BYTES = 256L << 20;

    public HubSpec {
        if (partitions < 1 || replicas < 1) {
            throw new IllegalArgumentException("a hub has at least one partition and one replica");
        }
    }
}
