package dev.catchment.contract.count;

/**
 * Counts are written in shards by source: a message holds 1 MiB, a hub has thousands of sources, and only shards that
 * changed are written. In a shard's document a source takes about 200 bytes, and 1.6 KB if it met every reason there is.
 */
public final class CountShards {
    /** Never changes: a source's counts would lie in two places. */
    public static final int NUMBER = 16;

    private CountShards() {}

    /** Of a source by its name; Java fixes the hash of a string. */
    public static int of(String source) {
        return Math.floorMod(source.hashCode(), NUMBER);
    }
}
