package dev.catchment.operator.hub;

import dev.catchment.contract.count.DeliveryCounts;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The documents of one shard of destinations: one per partition. Not for several threads. */
final class DeliveredShard {
    private final Map<String, DeliveryCounts> partitions = new TreeMap<>();

    void put(String key, DeliveryCounts counts) {
        partitions.put(key, counts);
    }

    void remove(String key) {
        partitions.remove(key);
    }

    /** By destination. */
    Map<String, DestinationTotals> totals() {
        Map<String, DestinationTotals> sum = new HashMap<>();
        partitions.values().forEach(document -> document.destinations()
                .forEach((name, counts) -> sum.merge(name, DestinationTotals.of(counts), DestinationTotals::plus)));
        return sum;
    }
}
