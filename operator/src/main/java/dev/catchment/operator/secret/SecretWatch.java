package dev.catchment.operator.secret;

import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.contract.HubId;
import dev.catchment.operator.OutlineInformers;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The informer over Secrets; see {@link SecretReader} for why there is one, and what it keeps. */
public final class SecretWatch implements Cache<Secret> {
    /** Types that no resource here can refer to, and of which clusters are full. */
    private static final FieldSelector REFERABLE = new FieldSelector(Stream.of(
                    "helm.sh/release.v1",
                    "kubernetes.io/service-account-token",
                    "kubernetes.io/dockerconfigjson",
                    "kubernetes.io/dockercfg",
                    "bootstrap.kubernetes.io/token")
            .map(type -> new FieldSelector.Field("type", type, true))
            .toList());

    private static final long PAGE = 500;

    private List<InformerEventSource<Secret, Workspace>> sources = List.of();

    /**
     * @param namespaces that are watched; empty: all
     * @param referring the hubs with a resource that refers to a Secret
     */
    public List<InformerEventSource<Secret, Workspace>> eventSources(
            EventSourceContext<Workspace> context, Set<String> namespaces, Function<Secret, Set<HubId>> referring) {
        sources = OutlineInformers.of(
                Secret.class,
                namespaces,
                SecretReader::metadataOnly,
                builder -> builder.withFieldSelector(REFERABLE)
                        .withInformerListLimit(PAGE)
                        .withSecondaryToPrimaryMapper(secret -> referring.apply(secret).stream()
                                .map(hub -> new ResourceID(hub.workspace(), hub.namespace()))
                                .collect(Collectors.toSet())),
                context);
        return sources;
    }

    @Override
    public Optional<Secret> get(ResourceID id) {
        return started().stream().flatMap(source -> source.get(id).stream()).findFirst();
    }

    @Override
    public Stream<ResourceID> keys() {
        return started().stream().flatMap(InformerEventSource::keys);
    }

    @Override
    public Stream<Secret> list(Predicate<Secret> predicate) {
        return started().stream().flatMap(source -> source.list(predicate));
    }

    private List<InformerEventSource<Secret, Workspace>> started() {
        if (sources.isEmpty()) {
            throw new IllegalStateException("the informer over Secrets is not there yet");
        }
        return sources;
    }
}
