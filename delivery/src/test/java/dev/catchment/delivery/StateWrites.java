package dev.catchment.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.delivery.mark.StoredShard;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.impl.NatsKeyValueWatchSubscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every write of a lease or a checkpoint that the broker has taken, in its order. */
final class StateWrites implements KeyValueWatcher, AutoCloseable {
    private final Map<String, List<Long>> epochs = new TreeMap<>();
    private final List<String> holders = new ArrayList<>();
    private final NatsKeyValueWatchSubscription watch;

    StateWrites(KeyValue bucket) throws IOException, JetStreamApiException, InterruptedException {
        watch = bucket.watch(List.of("lease.0", "marks.0.>"), this);
    }

    @Override
    public synchronized void watch(KeyValueEntry entry) {
        if (entry.getOperation() != KeyValueOperation.PUT) {
            return;
        }
        try {
            if (entry.getKey().startsWith("marks.")) {
                written(entry, StoredShard.parse(entry.getValue()).epoch());
                return;
            }
            JsonNode value = ContractJson.DOCUMENTS.readTree(entry.getValue());
            written(entry, value.path("epoch").asLong());
            String holder = value.path("holder").asText();
            String instance = holder.substring(0, holder.indexOf('/'));
            if (holders.isEmpty() || !holders.getLast().equals(instance)) {
                holders.add(instance);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void written(KeyValueEntry entry, long epoch) {
        epochs.computeIfAbsent(entry.getKey(), key -> new ArrayList<>()).add(epoch);
    }

    @Override
    public void endOfData() {
        // what follows comes as it is written
    }

    /**
     * Of the writers of each key. Over all keys they need not ascend: between the new holder's lease and its first write
     * of the marks the former one may still write those, and the new one reads what it wrote.
     */
    synchronized Collection<List<Long>> epochs() {
        return epochs.values().stream().map(List::copyOf).toList();
    }

    /** Instances that held the lease, one after the other. */
    synchronized List<String> holders() {
        return List.copyOf(holders);
    }

    @Override
    public void close() {
        watch.unsubscribe();
    }
}
