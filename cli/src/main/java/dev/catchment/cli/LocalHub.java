package dev.catchment.cli;

import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Secret;
import dev.catchment.delivery.DeliveryConfig;
import dev.catchment.delivery.DeliveryPlane;
import dev.catchment.ingest.IngestConfig;
import dev.catchment.ingest.IngestPlane;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hub that {@code catchment run} runs: a broker, the plan of a folder, both planes. */
final class LocalHub {
    private static final Logger LOG = LoggerFactory.getLogger(LocalHub.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOST = "127.0.0.1";
    private static final String INSTANCE = "run";

    private final Options options;
    private final DataFolder data;
    private final LocalPlan plan;
    private final HubId id;
    private ResourceFolder folder;
    private FolderFingerprint seen;

    /**
     * @param nats URL of a broker to use; null: one is started
     * @param data folder for what is stored
     */
    record Options(
            Path folder,
            int httpPort,
            int adminPort,
            @Nullable String nats,
            Path data) {}

    private LocalHub(
            Options options, DataFolder data, LocalPlan plan, HubId id, ResourceFolder folder, FolderFingerprint seen) {
        this.options = options;
        this.data = data;
        this.plan = plan;
        this.id = id;
        this.folder = folder;
        this.seen = seen;
    }

    /**
     * Starts everything and returns when events are taken in.
     *
     * @param started what is started is added to it, for the caller to end
     */
    static LocalHub start(Options options, Cleanup started, Clock clock)
            throws IOException, InterruptedException, JetStreamApiException, CommandFailure {
        FolderFingerprint seen = FolderFingerprint.of(options.folder());
        ResourceFolder folder = ResourceFolder.read(options.folder());
        Workspace workspace = onlyWorkspace(folder);
        HubId id = ResourceFolder.hub(workspace);
        DataFolder data = started.add("data folder", DataFolder.lock(options.data()));
        BrokerSettings broker = broker(options, data, started);
        Connection connection = started.add("NATS connection", BrokerConnection.open(broker, "catchment run"));
        LocalPlan plan = new LocalPlan(connection, id, data, options.nats() == null);
        report(plan.apply(folder, workspace));
        IngestPlane ingest = started.add(
                "ingest",
                IngestPlane.start(
                        new IngestConfig(
                                id, INSTANCE, HOST, options.httpPort(), 0, IngestConfig.DEFAULT_WAITING_BYTES, broker),
                        clock));
        DeliveryPlane delivery = started.add(
                "delivery",
                DeliveryPlane.start(
                        new DeliveryConfig(id, INSTANCE, 0, broker, Files.readAllBytes(data.workspaceKeyFile()))));
        started.add(
                "admin port", AdminPort.start(options.adminPort(), List.of(ingest.adminPort(), delivery.adminPort())));
        awaitReady("ingest", ingest::ready);
        awaitReady("delivery", delivery::ready);
        ConnectionFile.of(id, broker).write(data.path());
        return new LocalHub(options, data, plan, id, folder, seen);
    }

    private static BrokerSettings broker(Options options, DataFolder data, Cleanup started)
            throws IOException, InterruptedException, CommandFailure {
        if (options.nats() != null) {
            return BrokerSettings.of(options.nats());
        }
        return started.add("nats-server", LocalBroker.start(System.getenv("CATCHMENT_NATS_SERVER"), data.broker()))
                .settings();
    }

    /** The one that there must be, in files without a mistake. */
    private static Workspace onlyWorkspace(ResourceFolder folder) throws CommandFailure {
        if (!folder.findings().isEmpty()) {
            throw new CommandFailure("the files have mistakes:\n"
                    + String.join(
                            "\n",
                            folder.findings().stream().map(Finding::toString).toList()));
        }
        List<Workspace> workspaces = folder.workspaces();
        if (workspaces.size() != 1) {
            throw new CommandFailure(
                    workspaces.isEmpty()
                            ? "there is no Workspace in " + folder.path() + ": a hub needs one"
                            : "there are " + workspaces.size() + " Workspaces in " + folder.path() + " ("
                                    + String.join(
                                            ", ",
                                            workspaces.stream()
                                                    .map(each ->
                                                            each.getMetadata().getName())
                                                    .toList())
                                    + "): a run takes one");
        }
        return workspaces.getFirst();
    }

    private static void awaitReady(String plane, BooleanSupplier ready) throws InterruptedException, CommandFailure {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!ready.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailure(plane + " is not ready after " + PATIENCE.toSeconds() + " s, see above");
            }
            Thread.sleep(10);
        }
    }

    Banner banner() {
        return new Banner(id, folder, options.httpPort(), options.adminPort(), data.path());
    }

    /** Of the workspace's namespace, generated write keys among them. */
    Map<String, Map<String, Secret>> secrets() throws IOException {
        return folder.secrets(id.namespace(), plan.generated(folder));
    }

    /** Puts every change of the folder into force; returns never. */
    void followFolder() throws InterruptedException {
        while (true) {
            Thread.sleep(POLL.toMillis());
            try {
                FolderFingerprint now = FolderFingerprint.of(options.folder());
                if (!now.equals(seen)) {
                    reload();
                    seen = now;
                }
            } catch (IOException | JetStreamApiException e) {
                LOG.warn("the change of {} is tried again: {}", options.folder(), CommandFailure.sentence(e));
            }
        }
    }

    private void reload() throws IOException, JetStreamApiException, InterruptedException {
        try {
            ResourceFolder changed = ResourceFolder.read(options.folder());
            Workspace workspace = onlyWorkspace(changed);
            if (!ResourceFolder.hub(workspace).equals(id)) {
                throw new CommandFailure("the Workspace is another one, " + ResourceFolder.hub(workspace)
                        + ": end the run and start it again to change that");
            }
            List<Finding> findings = plan.apply(changed, workspace);
            folder = changed;
            report(findings);
            LOG.info("{} changed: in force now", options.folder());
        } catch (CommandFailure e) {
            LOG.error("nothing of this change is in force: {}", e.getMessage());
        }
    }

    private static void report(List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.isError()) {
                LOG.error("{}", finding);
            } else {
                LOG.warn("{}", finding);
            }
        }
    }
}
