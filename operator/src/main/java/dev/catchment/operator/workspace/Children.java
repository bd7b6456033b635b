package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.operator.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The objects that Workspaces own, applied server-side.
 *
 * <p>An object is applied when what is wanted changed, or when the object changed since it was last applied: so a field
 * that somebody took away comes back. It is not compared field by field with what is wanted: kube-apiserver fills in
 * defaults, and a comparison that misses one writes for ever. One application too many changes nothing in the cluster.
 */
final class Children {
    private static final List<Class<? extends HasMetadata>> TYPES = List.of(
            ServiceAccount.class,
            Service.class,
            PodDisruptionBudget.class,
            Deployment.class,
            HorizontalPodAutoscaler.class,
            Ingress.class);
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("catchment-workspace")
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final Map<Class<? extends HasMetadata>, InformerEventSource<? extends HasMetadata, Workspace>> sources =
            new LinkedHashMap<>();
    private final Map<String, Applied> applied = new ConcurrentHashMap<>();

    /** What was asked for, and what the object then looked like. */
    private record Applied(ObjectForm wanted, ObjectForm found) {}

    Children(KubernetesClient client) {
        this.client = client;
    }

    /** One informer per type, over the operator's own objects only. */
    List<EventSource<?, Workspace>> eventSources(EventSourceContext<Workspace> context) {
        TYPES.forEach(type -> sources.put(type, source(type, context)));
        return List.copyOf(sources.values());
    }

    private static <R extends HasMetadata> InformerEventSource<R, Workspace> source(
            Class<R> type, EventSourceContext<Workspace> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, Workspace.class)
                        .withName(type.getSimpleName())
                        .withLabelSelector(Labels.MANAGED)
                        .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(Workspace.class))
                        .build(),
                context);
    }

    /** Makes the Workspace own exactly these. */
    void apply(Workspace workspace, List<HasMetadata> wanted) {
        Set<String> keys = new HashSet<>();
        for (HasMetadata object : wanted) {
            keys.add(key(object));
            apply(object);
        }
        for (InformerEventSource<? extends HasMetadata, Workspace> source : sources.values()) {
            for (HasMetadata object : source.getSecondaryResources(workspace)) {
                if (!keys.contains(key(object)) && !object.isMarkedForDeletion()) {
                    client.resource(object).delete();
                    applied.remove(key(object));
                }
            }
        }
    }

    private <R extends HasMetadata> void apply(R wanted) {
        InformerEventSource<R, Workspace> source = source(wanted);
        ResourceID id = ResourceID.fromResource(wanted);
        Optional<R> current = source.get(id);
        ObjectForm form = ObjectForm.of(client, wanted);
        Applied last = applied.get(key(wanted));
        if (last != null
                && last.wanted().equals(form)
                && current.map(c -> ObjectForm.of(client, c).equals(last.found()))
                        .orElse(false)) {
            return;
        }
        current.filter(c -> wanted instanceof Deployment)
                .ifPresent(c -> ReplicaHandover.keep(client, (Deployment) c, (Deployment) wanted));
        R now = client.resource(wanted).patch(APPLY);
        applied.put(key(wanted), new Applied(form, ObjectForm.of(client, now)));
        if (current.isPresent()) {
            source.handleRecentResourceUpdate(id, now, current.get());
        } else {
            source.handleRecentResourceCreate(id, now);
        }
    }

    /** How a plane's Deployment stands. */
    Optional<Deployment> deployment(String namespace, String name) {
        return Optional.ofNullable(sources.get(Deployment.class))
                .flatMap(source -> source.get(new ResourceID(name, namespace)))
                .map(Deployment.class::cast);
    }

    /** Forgets a Workspace that is gone; its objects go with it, by their owner references. */
    void forget(String namespace, Set<String> names) {
        applied.keySet().removeIf(key -> names.stream().anyMatch(name -> key.endsWith(" " + namespace + "/" + name)));
    }

    /** The map's key says of which type its informer is. */
    @SuppressWarnings("unchecked")
    private <R extends HasMetadata> InformerEventSource<R, Workspace> source(R object) {
        InformerEventSource<? extends HasMetadata, Workspace> source = sources.get(object.getClass());
        if (source == null) {
            throw new IllegalStateException("no informer for " + object.getKind());
        }
        return (InformerEventSource<R, Workspace>) source;
    }

    private static String key(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }
}
