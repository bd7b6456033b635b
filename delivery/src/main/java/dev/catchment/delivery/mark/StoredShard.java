package dev.catchment.delivery.mark;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Packing;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A {@code marks} value: the checkpoints of many sinks, written as one. JSON, packed where it is large.
 *
 * @param epoch of the director that wrote it
 */
public record StoredShard(long epoch, SortedMap<String, StoredSink> sinks) {
    public byte[] toBytes() throws IOException {
        return Packing.pack(ContractJson.DOCUMENTS.writeValueAsBytes(this));
    }

    /** @throws IOException if it is none */
    public static StoredShard parse(byte[] value) throws IOException {
        return ContractJson.DOCUMENTS.readValue(Packing.unpack(value), StoredShard.class);
    }

    /** A smaller form that keeps every mark and every sum. */
    public StoredShard withoutSources() {
        SortedMap<String, StoredSink> smaller = new TreeMap<>();
        sinks.forEach((name, sink) -> smaller.put(name, sink.withoutSources()));
        return new StoredShard(epoch, smaller);
    }
}
