package dev.catchment.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Subjects;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A hub with one destination, {@code crm}, and the processes that deliver to it. */
final class Fleet implements AutoCloseable {
    final Witness witness = new Witness();
    final TestHub hub;
    private final Path folder;
    private final List<DeliveryProcess> processes = new ArrayList<>();

    Fleet(Path folder, int partitions) throws Exception {
        this.folder = folder;
        hub = new TestHub(folder.resolve("nats"), partitions);
        hub.logKeepSeconds = 3600;
        hub.settings();
        hub.put(TestHub.webhook("crm", witness.url())).publish();
    }

    DeliveryProcess start(String instance) throws IOException {
        DeliveryProcess process = launch(instance);
        process.awaitReady();
        return process;
    }

    /** Without waiting until it is ready. */
    DeliveryProcess launch(String instance) throws IOException {
        DeliveryProcess process = DeliveryProcess.launch(hub, instance, folder);
        processes.add(process);
        return process;
    }

    /** Instances that hold partitions and have not let go. */
    Set<String> holders(int partitions) throws Exception {
        Set<String> holders = new TreeSet<>();
        for (int partition = 0; partition < partitions; partition++) {
            KeyValueEntry entry =
                    hub.connection.keyValue(TestHub.NAMES.stateBucket()).get(Subjects.leaseKey(partition));
            JsonNode lease = entry == null ? null : ContractJson.DOCUMENTS.readTree(entry.getValue());
            if (lease == null || lease.path("released").asBoolean()) {
                holders.add("nobody");
            } else {
                String holder = lease.path("holder").asText();
                holders.add(holder.substring(0, holder.indexOf('/')));
            }
        }
        return holders;
    }

    /** When the process's first request since then came; 0: none has. */
    long firstOf(DeliveryProcess process, long since) {
        return witness.arrivals().stream()
                .filter(arrival -> arrival.pid() == process.pid() && arrival.nanos() > since)
                .mapToLong(Witness.Arrival::nanos)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws Exception {
        for (DeliveryProcess process : processes) {
            process.close();
        }
        hub.close();
        witness.close();
    }
}
