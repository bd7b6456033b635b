package dev.catchment.operator;

import dev.catchment.api.v1alpha1.Workspace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Informers that keep an outline of each object. There is one for each watched namespace: the informers of several
 * namespaces would share the one store that a configuration has, and each that lists its own objects takes those of the
 * other namespaces out of it.
 */
public final class OutlineInformers {
    private OutlineInformers() {}

    /**
     * @param namespaces empty: all
     * @param outline what is kept of an object
     * @param more completes the configuration of each informer
     */
    public static <R extends HasMetadata> List<InformerEventSource<R, Workspace>> of(
            Class<R> type,
            Set<String> namespaces,
            UnaryOperator<R> outline,
            Consumer<InformerEventSourceConfiguration.Builder<R>> more,
            EventSourceContext<Workspace> context) {
        return namespaces.isEmpty()
                ? List.of(of(type, type.getSimpleName(), outline, more, context))
                : namespaces.stream()
                        .sorted()
                        .map(namespace -> of(
                                type,
                                type.getSimpleName() + " in " + namespace,
                                outline,
                                more.andThen(builder -> builder.withNamespaces(namespace)),
                                context))
                        .toList();
    }

    private static <R extends HasMetadata> InformerEventSource<R, Workspace> of(
            Class<R> type,
            String name,
            UnaryOperator<R> outline,
            Consumer<InformerEventSourceConfiguration.Builder<R>> more,
            EventSourceContext<Workspace> context) {
        InformerEventSourceConfiguration.Builder<R> builder = InformerEventSourceConfiguration.from(
                        type, Workspace.class)
                .withName(name)
                .withItemStore(new TransformingItemStore<>(outline));
        more.accept(builder);
        return new InformerEventSource<>(builder.build(), context);
    }
}
