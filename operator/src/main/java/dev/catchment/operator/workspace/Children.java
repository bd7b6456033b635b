package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.operator.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.EventSourceRetriever;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.net.HttpURLConnection;
import java.util.EnumSet;
import java.util.HashSet;
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
            Ingress.class,
            NetworkPolicy.class);
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("catchment-workspace")
            .withForce(true)
            .build();

    private final KubernetesClient client;
    /** By kind. */
    private final Map<String, InformerEventSource<? extends HasMetadata, Workspace>> sources =
            new ConcurrentHashMap<>();

    private final Map<String, Applied> applied = new ConcurrentHashMap<>();

    /** What was asked for, and what the object then looked like. */
    private record Applied(ObjectForm wanted, ObjectForm found) {}

    Children(KubernetesClient client) {
        this.client = client;
    }

    /** One informer per type, over the operator's own objects only; of the kinds that a cluster may lack, if it has them. */
    List<EventSource<?, Workspace>> eventSources(EventSourceContext<Workspace> context) {
        TYPES.forEach(type -> sources.put(
                HasMetadata.getKind(type),
                source(InformerEventSourceConfiguration.from(type, Workspace.class), type.getSimpleName(), context)));
        for (OptionalKind kind : OptionalKind.values()) {
            if (served(kind)) {
                sources.put(kind.kind(), source(kind, context));
            }
        }
        return List.copyOf(sources.values());
    }

    private boolean served(OptionalKind kind) {
        return client.supports(kind.apiVersion(), kind.kind());
    }

    private static InformerEventSource<? extends HasMetadata, Workspace> source(
            OptionalKind kind, EventSourceContext<Workspace> context) {
        return switch (kind) {
            case HTTP_ROUTE ->
                source(InformerEventSourceConfiguration.from(HTTPRoute.class, Workspace.class), kind.kind(), context);
            case SCALED_OBJECT ->
                source(
                        InformerEventSourceConfiguration.from(
                                new GroupVersionKind(kind.group(), kind.version(), kind.kind()), Workspace.class),
                        kind.kind(),
                        context);
        };
    }

    private static <R extends HasMetadata> InformerEventSource<R, Workspace> source(
            InformerEventSourceConfiguration.Builder<R> configuration,
            String name,
            EventSourceContext<Workspace> context) {
        return new InformerEventSource<>(
                configuration
                        .withName(name)
                        .withLabelSelector(Labels.MANAGED)
                        .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(Workspace.class))
                        .build(),
                context);
    }

    /**
     * Makes the Workspace own exactly these.
     *
     * @return kinds that the cluster lacks: their objects are not there
     */
    Set<OptionalKind> apply(Workspace workspace, List<HasMetadata> wanted, Context<Workspace> context) {
        Set<OptionalKind> missing = EnumSet.noneOf(OptionalKind.class);
        Set<String> keys = new HashSet<>();
        for (HasMetadata object : wanted) {
            keys.add(key(object));
            OptionalKind.of(object)
                    .ifPresentOrElse(
                            kind -> {
                                if (!applyIfServed(kind, object, context)) {
                                    missing.add(kind);
                                }
                            },
                            () -> apply(object));
        }
        for (InformerEventSource<? extends HasMetadata, Workspace> source : sources.values()) {
            for (HasMetadata object : source.getSecondaryResources(workspace)) {
                if (!keys.contains(key(object)) && !object.isMarkedForDeletion()) {
                    client.resource(object).delete();
                    applied.remove(key(object));
                }
            }
        }
        return missing;
    }

    /** A kind is followed from the moment that it is there and an object of it is wanted, until it is gone. */
    private boolean applyIfServed(OptionalKind kind, HasMetadata object, Context<Workspace> context) {
        if (!follow(kind, context)) {
            return false;
        }
        try {
            apply(object);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
            unfollow(kind, context);
            return false;
        }
    }

    private synchronized boolean follow(OptionalKind kind, Context<Workspace> context) {
        if (!sources.containsKey(kind.kind())) {
            if (!served(kind)) {
                return false;
            }
            EventSourceRetriever<Workspace> retriever = context.eventSourceRetriever();
            InformerEventSource<? extends HasMetadata, Workspace> source =
                    source(kind, retriever.eventSourceContextForDynamicRegistration());
            retriever.dynamicallyRegisterEventSource(source);
            sources.put(kind.kind(), source);
        }
        return true;
    }

    private synchronized void unfollow(OptionalKind kind, Context<Workspace> context) {
        if (sources.remove(kind.kind()) != null) {
            context.eventSourceRetriever().dynamicallyDeRegisterEventSource(kind.kind());
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
        return Optional.ofNullable(sources.get("Deployment"))
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
        InformerEventSource<? extends HasMetadata, Workspace> source = sources.get(object.getKind());
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
