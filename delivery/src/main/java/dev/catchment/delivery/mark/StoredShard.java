package dev.catchment.delivery.mark;

import java.util.SortedMap;

/**
 * A {@code marks} value: the checkpoints of many sinks, written as one.
 *
 * @param epoch of the director that wrote it
 */
public record StoredShard(long epoch, SortedMap<String, StoredSink> sinks) {}
