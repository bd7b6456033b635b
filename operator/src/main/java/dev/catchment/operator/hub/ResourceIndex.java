package dev.catchment.operator.hub;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.contract.HubId;
import dev.catchment.operator.secret.SecretContent;
import dev.catchment.operator.status.Truth;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The caches of the controllers' informers, by what the operator asks them: which resources, and which Secrets. */
public final class ResourceIndex {
    private static final String BY_WORKSPACE = "catchment-workspace";
    private static final String BY_SECRET = "catchment-secret";
    private static final List<ResourceKind> MEMBERS =
            List.of(ResourceKind.SOURCE, ResourceKind.DESTINATION, ResourceKind.FILTER);

    private final References references;
    private final Map<ResourceKind, IndexerResourceCache<? extends HasMetadata>> caches = new HashMap<>();

    public ResourceIndex(References references) {
        this.references = references;
    }

    /** Called by each controller before its informer starts. */
    public <R extends HasMetadata> void add(ResourceKind kind, IndexerResourceCache<R> cache) {
        Function<R, List<String>> workspaces =
                r -> List.of(references.workspaceOf(r).map(ResourceIndex::key).orElse(homeless(r)));
        Function<R, List<String>> secrets = r -> references.namedBy(r).stream()
                .map(name -> r.getMetadata().getNamespace() + "/" + name)
                .toList();
        if (kind != ResourceKind.DESTINATION_TYPE) {
            cache.addIndexers(Map.of(BY_WORKSPACE, workspaces, BY_SECRET, secrets));
        }
        caches.put(kind, cache);
    }

    public Optional<Workspace> workspace(HubId hub) {
        return cache(ResourceKind.WORKSPACE, Workspace.class).get(new ResourceID(hub.workspace(), hub.namespace()));
    }

    /** Every Workspace there is. */
    public Stream<Workspace> workspaces() {
        return cache(ResourceKind.WORKSPACE, Workspace.class).list();
    }

    /** Every Source, Destination and Filter there is, with its kind. */
    public void members(BiConsumer<ResourceKind, HasMetadata> action) {
        for (ResourceKind kind : MEMBERS) {
            Objects.requireNonNull(caches.get(kind)).list().forEach(r -> action.accept(kind, r));
        }
    }

    /** How many resources of a kind say this of their Ready. */
    public long count(ResourceKind kind, Truth ready) {
        IndexerResourceCache<? extends HasMetadata> cache = caches.get(kind);
        return cache == null
                ? 0
                : cache.list().filter(r -> Readiness.of(r) == ready).count();
    }

    /** Whether there are types of all these names. */
    public boolean hasTypes(Set<String> names) {
        IndexerResourceCache<DestinationType> types = cache(ResourceKind.DESTINATION_TYPE, DestinationType.class);
        return names.stream().allMatch(name -> types.get(new ResourceID(name)).isPresent());
    }

    /**
     * All of a hub's resources, and those that may be its own because their spec cannot be read; in no order: what is
     * compiled from them depends on none.
     */
    public HubResources gather(Workspace workspace, HubId hub, Map<String, SecretContent> secrets) {
        return new HubResources(
                workspace,
                of(hub, ResourceKind.SOURCE, Source.class),
                of(hub, ResourceKind.DESTINATION, Destination.class),
                of(hub, ResourceKind.FILTER, Filter.class),
                cache(ResourceKind.DESTINATION_TYPE, DestinationType.class)
                        .list()
                        .toList(),
                secrets);
    }

    /** Names of all Secrets that a hub's resources refer to. */
    public Set<String> secretsOf(HubId hub) {
        Set<String> names = new HashSet<>();
        for (ResourceKind kind : List.of(ResourceKind.WORKSPACE, ResourceKind.SOURCE, ResourceKind.DESTINATION)) {
            byIndex(kind, BY_WORKSPACE, key(hub)).forEach(r -> names.addAll(references.secretsOf(r)));
        }
        return names;
    }

    /** The hubs with a resource that refers to this Secret. */
    public Set<HubId> referringTo(String namespace, String secret) {
        Set<HubId> hubs = new HashSet<>();
        for (ResourceKind kind : List.of(ResourceKind.WORKSPACE, ResourceKind.SOURCE, ResourceKind.DESTINATION)) {
            byIndex(kind, BY_SECRET, namespace + "/" + secret)
                    .forEach(r -> references.workspaceOf(r).ifPresent(hubs::add));
        }
        return hubs;
    }

    /** Every resource that says it belongs to this hub, the Workspace itself aside. */
    public Set<ResourceKey> membersOf(HubId hub) {
        Set<ResourceKey> members = new HashSet<>();
        for (ResourceKind kind : MEMBERS) {
            byIndex(kind, BY_WORKSPACE, key(hub))
                    .forEach(r ->
                            members.add(new ResourceKey(kind, r.getMetadata().getName())));
        }
        return members;
    }

    private <R extends HasMetadata> List<R> of(HubId hub, ResourceKind kind, Class<R> type) {
        IndexerResourceCache<R> cache = cache(kind, type);
        return Stream.concat(
                        cache.byIndex(BY_WORKSPACE, key(hub)).stream(),
                        cache.byIndex(BY_WORKSPACE, hub.namespace() + "/").stream())
                .toList();
    }

    private List<? extends HasMetadata> byIndex(ResourceKind kind, String index, String key) {
        return Objects.requireNonNull(caches.get(kind)).byIndex(index, key);
    }

    /** The kind says what the cache holds: it was put there by the controller of that kind. */
    @SuppressWarnings("unchecked")
    private <R extends HasMetadata> IndexerResourceCache<R> cache(ResourceKind kind, Class<R> type) {
        @Nullable IndexerResourceCache<? extends HasMetadata> cache = caches.get(kind);
        if (cache == null) {
            throw new IllegalStateException("no controller for " + type.getSimpleName());
        }
        return (IndexerResourceCache<R>) cache;
    }

    /** Of resources that do not say, in a way this version can read, which Workspace they belong to: it may be any. */
    private static String homeless(HasMetadata resource) {
        return resource.getMetadata().getNamespace() + "/";
    }

    private static String key(HubId hub) {
        return hub.namespace() + "/" + hub.workspace();
    }
}
