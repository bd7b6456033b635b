package dev.catchment.operator.secret;

import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.contract.HubId;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    private @Nullable InformerEventSource<Secret, Workspace> source;

    /** @param referring the hubs with a resource that refers to a Secret */
    public InformerEventSource<Secret, Workspace> eventSource(
            EventSourceContext<Workspace> context, Function<Secret, Set<HubId>> referring) {
        InformerEventSource<Secret, Workspace> made = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Secret.class, Workspace.class)
                        .withName("Secret")
                        .withFieldSelector(REFERABLE)
                        .withInformerListLimit(PAGE)
                        .withItemStore(new TransformingItemStore<>(SecretReader::metadataOnly))
                        .withSecondaryToPrimaryMapper(secret -> referring.apply(secret).stream()
                                .map(hub -> new ResourceID(hub.workspace(), hub.namespace()))
                                .collect(Collectors.toSet()))
                        .build(),
                context);
        source = made;
        return made;
    }

    @Override
    public Optional<Secret> get(ResourceID id) {
        return started().get(id);
    }

    @Override
    public Stream<ResourceID> keys() {
        return started().keys();
    }

    @Override
    public Stream<Secret> list(Predicate<Secret> predicate) {
        return started().list(predicate);
    }

    private InformerEventSource<Secret, Workspace> started() {
        if (source == null) {
            throw new IllegalStateException("the informer over Secrets is not there yet");
        }
        return source;
    }
}
