package dev.catchment.delivery;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Subjects;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** A process that holds the partition and was stopped under load, and another one that has taken over from it. */
final class PausedHolder implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Fleet fleet;
    final DeliveryProcess first;
    final DeliveryProcess second;
    final StateWrites writes;
    final Load load;
    final Duration takenAfter;
    private final long pausedAt;

    private PausedHolder(
            Fleet fleet,
            DeliveryProcess first,
            DeliveryProcess second,
            StateWrites writes,
            Load load,
            long pausedAt,
            Duration takenAfter) {
        this.fleet = fleet;
        this.first = first;
        this.second = second;
        this.writes = writes;
        this.load = load;
        this.pausedAt = pausedAt;
        this.takenAfter = takenAfter;
    }

    static PausedHolder begin(Path folder) throws Exception {
        Fleet fleet = new Fleet(folder, 1);
        StateWrites writes = new StateWrites(fleet.hub.connection.keyValue(TestHub.NAMES.stateBucket()));
        DeliveryProcess first = fleet.start("a");
        await().atMost(PATIENCE).until(() -> fleet.holders(1).equals(Set.of("a")));
        DeliveryProcess second = fleet.start("b");
        fleet.witness.tell(first, second);
        Load load = Load.start(fleet.hub, 1, Duration.ofMillis(100));
        await().atMost(PATIENCE).until(() -> fleet.witness.count() > 100);
        first.pause();
        long paused = System.nanoTime();
        await().atMost(PATIENCE).until(() -> fleet.firstOf(second, paused) > 0);
        Duration after = Duration.ofNanos(fleet.firstOf(second, paused) - paused);
        System.out.printf("[faults] SIGSTOP: the stand-by sends after %d ms%n", after.toMillis());
        return new PausedHolder(fleet, first, second, writes, load, paused, after);
    }

    Duration pausedFor() {
        return Duration.ofNanos(System.nanoTime() - pausedAt);
    }

    /** Marks the lease as given up, behind the back of its holder, who may notice before anyone takes it. */
    void letGoInTheHoldersName() throws IOException {
        try {
            KeyValue bucket = fleet.hub.connection.keyValue(TestHub.NAMES.stateBucket());
            KeyValueEntry entry = bucket.get(Subjects.leaseKey(0));
            ObjectNode lease = (ObjectNode) ContractJson.DOCUMENTS.readTree(entry.getValue());
            lease.put("released", true);
            bucket.update(Subjects.leaseKey(0), ContractJson.DOCUMENTS.writeValueAsBytes(lease), entry.getRevision());
        } catch (JetStreamApiException e) {
            // the holder was faster: another time
        }
    }

    @Override
    public void close() throws Exception {
        load.close();
        writes.close();
        fleet.close();
    }
}
