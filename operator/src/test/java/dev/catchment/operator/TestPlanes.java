package dev.catchment.operator;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.PlanListener;
import dev.catchment.broker.PlanWatcher;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.PlanDocument;
import io.nats.client.Connection;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An instance of a plane as far as the plan goes: it follows it and reports, exactly as the real ones do. */
final class TestPlanes implements AutoCloseable, PlanListener {
    private final Connection connection;
    private final PlanWatcher watcher;
    private final Map<String, PlanDocument> inForce = new ConcurrentHashMap<>();
    private final Queue<String> removed = new ConcurrentLinkedQueue<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    TestPlanes(String nats, Subjects names, Plane plane, String instance, String... refused) throws Exception {
        this.refused.addAll(Set.of(refused));
        connection = BrokerConnection.open(BrokerSettings.of(nats), instance);
        watcher = PlanWatcher.start(connection, names, plane, instance, this);
    }

    Map<String, PlanDocument> inForce() {
        return inForce;
    }

    /** Every key that was ever taken out of force. */
    Queue<String> removed() {
        return removed;
    }

    @Override
    public void apply(PlanDocument document) throws RefusedException {
        if (refused.contains(document.key())) {
            throw new RefusedException("this instance does not like it");
        }
        inForce.put(document.key(), document);
    }

    @Override
    public void remove(String key) {
        inForce.remove(key);
        removed.add(key);
    }

    @Override
    public void complete() {}

    @Override
    public void close() {
        watcher.close();
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
