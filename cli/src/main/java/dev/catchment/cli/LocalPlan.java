package dev.catchment.cli;

import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.PlanPublisher;
import dev.catchment.broker.Provisioner;
import dev.catchment.compile.CompiledPlan;
import dev.catchment.compile.Installation;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Secret;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.Sealer;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands where the operator stands in a cluster: compiles a folder and publishes what it means. */
final class LocalPlan {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPlan.class);

    private final Connection connection;
    private final HubId hub;
    private final DataFolder data;
    private final Installation installation;
    private final Sealer sealer;
    private final boolean ownBroker;
    private final PlanPublisher publisher;
    private @Nullable Map<String, PlanDocument> previous;
    private @Nullable HubSpec provisioned;

    /** @param ownBroker whether the broker is this run's one server, which cannot replicate */
    LocalPlan(Connection connection, HubId hub, DataFolder data, boolean ownBroker) throws IOException {
        this.connection = connection;
        this.hub = hub;
        this.data = data;
        this.installation = StorageSizes.of(data.path()).installation();
        this.sealer = new Sealer(Files.readAllBytes(data.workspaceKeyFile()));
        this.ownBroker = ownBroker;
        this.publisher = new PlanPublisher(connection, new Subjects(hub));
    }

    /**
     * Puts a folder into force.
     *
     * @return what is wrong with its resources; the last good form of those stays in force
     * @throws CommandFailure if the workspace itself is wrong and none was in force before
     */
    List<Finding> apply(ResourceFolder folder, Workspace workspace)
            throws IOException, JetStreamApiException, InterruptedException, CommandFailure {
        Map<String, Secret> generated = generated(folder);
        if (previous == null) {
            // The streams come first: their sizes are in the plan, and the former plan is in them.
            provision(workspace, settings(folder.compile(workspace, generated, Map.of(), installation, sealer)));
            previous = publisher.read();
        }
        CompiledPlan plan = folder.compile(workspace, generated, previous, installation, sealer);
        provision(workspace, settings(plan));
        publisher.publish(plan.all().values());
        previous = plan.all();
        return folder.findings(workspace, plan);
    }

    /** The write keys of the sources that name none. */
    Map<String, Secret> generated(ResourceFolder folder) throws IOException {
        return WriteKeys.generated(data.path(), folder.in(hub.namespace(), Source.class));
    }

    private DeliverySettings settings(CompiledPlan plan) throws CommandFailure {
        if (plan.delivery().get(DeliverySettings.KEY) instanceof DeliverySettings settings) {
            return settings;
        }
        throw new CommandFailure("Workspace " + hub.workspace() + " cannot be used: `catchment lint` says why");
    }

    private void provision(Workspace workspace, DeliverySettings settings)
            throws IOException, JetStreamApiException, InterruptedException {
        HubSpec spec = StorageSizes.spec(hub, settings, ownBroker ? 1 : replicas(workspace));
        if (!spec.equals(provisioned)) {
            new Provisioner(connection, spec).ensure().refused().forEach(refusal -> LOG.warn(refusal.message()));
            provisioned = spec;
        }
    }

    private static int replicas(Workspace workspace) {
        var nats = workspace.getSpec().nats();
        return nats == null || nats.replicas() == null ? 1 : nats.replicas();
    }
}
