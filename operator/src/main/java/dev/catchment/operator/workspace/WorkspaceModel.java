package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.Archive;
import dev.catchment.api.v1alpha1.DeliveryPlane;
import dev.catchment.api.v1alpha1.EffectiveWorkspace;
import dev.catchment.api.v1alpha1.EventLog;
import dev.catchment.api.v1alpha1.IngestPlane;
import dev.catchment.api.v1alpha1.NatsConnection;
import dev.catchment.api.v1alpha1.NetworkPolicies;
import dev.catchment.api.v1alpha1.PodTemplate;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.api.v1alpha1.WorkspaceSpec;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.HubSpec;
import dev.catchment.compile.WorkspaceEgress;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.operator.OperatorSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that follows from a Workspace and the installation's settings, computed once per run. Pure.
 *
 * @param nats the servers in use, with the installation's own credentials if they are the installation's
 * @param spec what the hub needs of JetStream
 */
record WorkspaceModel(HubId hub, BrokerSettings nats, HubSpec spec, PlaneModel ingest, PlaneModel delivery) {
    private static final int DEFAULT_REPLICAS = 2;

    /**
     * @param credentials the Secrets with the NATS credentials of the planes that need some
     * @param workspaceKeyHash of the workspace key
     */
    static WorkspaceModel of(
            Workspace workspace,
            HubId hub,
            OperatorSettings settings,
            Map<Plane, String> credentials,
            String workspaceKeyHash) {
        Optional<WorkspaceSpec> spec = Optional.ofNullable(workspace.getSpec());
        Optional<NatsConnection> ownNats = spec.map(WorkspaceSpec::nats);
        BrokerSettings nats = ownNats.filter(n -> !n.servers().isEmpty())
                .map(n -> new BrokerSettings(n.servers(), Map.of()))
                .orElse(settings.nats());
        Optional<IngestPlane> ingest = spec.map(WorkspaceSpec::ingest);
        Optional<DeliveryPlane> delivery = spec.map(WorkspaceSpec::delivery);
        OwnerReference owner = owner(workspace);
        boolean policies = spec.map(WorkspaceSpec::networkPolicies)
                .map(NetworkPolicies::enabled)
                .orElse(true);
        return new WorkspaceModel(
                hub,
                nats,
                new HubSpec(
                        hub,
                        spec.map(WorkspaceSpec::partitions).orElse(1),
                        ownNats.map(NatsConnection::replicas).orElse(settings.natsReplicas()),
                        spec.map(WorkspaceSpec::log)
                                .map(EventLog::maxBytes)
                                .map(OperatorSettings::bytes)
                                .orElse(settings.logMaxBytes()),
                        spec.map(WorkspaceSpec::archive)
                                .map(Archive::maxBytes)
                                .map(OperatorSettings::bytes)
                                .orElse(settings.archiveMaxBytes()),
                        settings.planMaxBytes()),
                new PlaneModel(
                        hub,
                        Plane.INGEST,
                        owner,
                        ingest.map(IngestPlane::image).orElse(settings.ingestImage()),
                        settings.imagePullPolicy(),
                        settings.imagePullSecrets(),
                        ingest.map(IngestPlane::autoscaling).isPresent()
                                ? Optional.empty()
                                : Optional.of(ingest.map(IngestPlane::replicas).orElse(DEFAULT_REPLICAS)),
                        ingest.map(IngestPlane::autoscaling),
                        Optional.empty(),
                        ingest.map(IngestPlane::exposure),
                        ingest.map(IngestPlane::resources),
                        pods(ingest.map(IngestPlane::podTemplate).orElse(null)),
                        nats.servers(),
                        Optional.ofNullable(credentials.get(Plane.INGEST)),
                        Optional.empty(),
                        policies ? Optional.of(new DeliverySettings.Egress(List.of(), List.of())) : Optional.empty()),
                new PlaneModel(
                        hub,
                        Plane.DELIVERY,
                        owner,
                        delivery.map(DeliveryPlane::image).orElse(settings.deliveryImage()),
                        settings.imagePullPolicy(),
                        settings.imagePullSecrets(),
                        delivery.map(DeliveryPlane::autoscaling).isPresent()
                                ? Optional.empty()
                                : Optional.of(
                                        delivery.map(DeliveryPlane::replicas).orElse(DEFAULT_REPLICAS)),
                        Optional.empty(),
                        delivery.map(DeliveryPlane::autoscaling),
                        Optional.empty(),
                        delivery.map(DeliveryPlane::resources),
                        pods(delivery.map(DeliveryPlane::podTemplate).orElse(null)),
                        nats.servers(),
                        Optional.ofNullable(credentials.get(Plane.DELIVERY)),
                        Optional.of(workspaceKeyHash),
                        policies
                                ? Optional.of(WorkspaceEgress.of(
                                        spec.map(WorkspaceSpec::egress).orElse(null), settings.egressMaximum()))
                                : Optional.empty()));
    }

    /** All objects that the Workspace owns in Kubernetes. */
    List<HasMetadata> objects() {
        List<HasMetadata> objects = new ArrayList<>(PlaneObjects.of(ingest));
        objects.addAll(PlaneObjects.of(delivery));
        return objects;
    }

    /** Those that run nothing: while another cluster holds the hub, no pod of this one may write to it. */
    List<HasMetadata> objectsWithoutPods() {
        return objects().stream()
                .filter(o -> !(o instanceof Deployment) && !PlaneScaling.isScaler(o))
                .toList();
    }

    /** The values in force, for the status. */
    EffectiveWorkspace effective() {
        return new EffectiveWorkspace(
                nats.servers(),
                spec.replicas(),
                size(spec.logMaxBytes()),
                size(spec.archiveMaxBytes()),
                ingest.replicas().orElse(null),
                delivery.replicas().orElse(null));
    }

    private static PodTemplate pods(@Nullable PodTemplate template) {
        return Objects.requireNonNullElseGet(
                template, () -> new PodTemplate(Map.of(), Map.of(), Map.of(), List.of(), null, null, List.of()));
    }

    private static OwnerReference owner(Workspace workspace) {
        return new OwnerReferenceBuilder()
                .withApiVersion(workspace.getApiVersion())
                .withKind(workspace.getKind())
                .withName(workspace.getMetadata().getName())
                .withUid(workspace.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /** In the largest unit that needs no fraction. */
    private static String size(long bytes) {
        String[] units = {"Ki", "Mi", "Gi", "Ti"};
        long rest = bytes;
        String unit = "";
        for (String next : units) {
            if (rest % 1024 != 0 || rest == 0) {
                break;
            }
            rest /= 1024;
            unit = next;
        }
        return rest + unit;
    }
}
