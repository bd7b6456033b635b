package dev.catchment.contract.count;

/**
 * Counts are written in shards by source, or by destination: a message holds 1 MiB, a hub has thousands of them, and
 * only shards that changed are written. In a shard's document a source takes about 200 bytes, and 1.6 KB if it met every
 * reason there is.
 */
public final class CountShards {
    /** Never changes: what was counted of a name would lie in two places. */
    public static final int NUMBER = 16;

    private CountShards() {}

    /** Of a source or destination by its name; Java fixes the hash of a string. */
    public static int of(String name) {
        return Math.floorMod(name.hashCode(), NUMBER);
    }
}
