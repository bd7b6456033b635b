package dev.catchment.contract.count;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Packing;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the events of the destinations of one shard in one partition, under its key in the {@code counts}
 * bucket. The partition's director writes it from the counters that lie with its marks, so the next director goes on
 * where it was. JSON, {@linkplain Packing packed} where it is large.
 *
 * <pre>{@code
 * {"version": 1, "epoch": 3, "destinations": {"crm": {"delivered": 12, "filtered": 3, "filteredBy": {"NO_MAPPING": 3},
 *  "disabled": 0, "failedAttempts": 2, "retried": 1, "retrying": 0, "deadLettered": 1, "deadLetteredBy": {"BAD_REQUEST": 1}, "redriven": 0, "discarded": 0,
 *  "circuit": "closed", "latency": {"p50": 12, "p95": 40, "p99": 88}, "sources": {"web": {"delivered": 12, …}}}}}
 * }</pre>
 *
 * @param version {@link #VERSION}; a higher one is for readers that know it
 * @param epoch of the director that wrote it; a lower one never replaces a higher one
 * @param destinations by name; one that has left the plan is not here
 */
public record DeliveryCounts(int version, long epoch, Map<String, DestinationCounts> destinations) {
    public static final int VERSION = 1;

    public DeliveryCounts {
        destinations = destinations == null ? Map.of() : Map.copyOf(destinations);
    }

    public DeliveryCounts(long epoch, Map<String, DestinationCounts> destinations) {
        this(VERSION, epoch, destinations);
    }

    /** The same without what a status does not show, for where there is no room. */
    public DeliveryCounts withoutSources() {
        Map<String, DestinationCounts> smaller = new TreeMap<>();
        destinations.forEach((name, counts) -> smaller.put(name, counts.withoutSources()));
        return new DeliveryCounts(version, epoch, smaller);
    }

    public byte[] toBytes() throws IOException {
        return Packing.pack(ContractJson.DOCUMENTS.writeValueAsBytes(this));
    }

    /** @throws IOException if it is none, or one of a version that is not known here */
    public static DeliveryCounts parse(byte[] value) throws IOException {
        DeliveryCounts counts = ContractJson.DOCUMENTS.readValue(Packing.unpack(value), DeliveryCounts.class);
        if (counts == null) {
            throw new IOException("null is no document of counts");
        }
        if (counts.version > VERSION) {
            throw new IOException("counts of version " + counts.version
                    + " need a newer reader; this one knows version " + VERSION + " and before");
        }
        return counts;
    }
}
