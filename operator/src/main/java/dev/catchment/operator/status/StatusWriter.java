package dev.catchment.operator.status;

import dev.catchment.api.v1alpha1.StatusCondition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes a status when it differs from what is there, and an event when Ready changed. What was written is put into the
 * informer's cache at once, so that the next run compares with it and not with what it was before.
 */
public final class StatusWriter {
    private final Transitions transitions;

    public StatusWriter(Transitions transitions) {
        this.transitions = transitions;
    }

    /**
     * @param empty makes an object of the kind: a status is applied by an object that holds nothing else
     * @param conditions reads the conditions of a status
     */
    public <R extends CustomResource<?, S>, S> void write(
            R resource, S now, Supplier<R> empty, Function<S, List<StatusCondition>> conditions, Context<R> context) {
        S before = resource.getStatus();
        if (now.equals(before)) {
            return;
        }
        R fresh = empty.get();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(resource.getMetadata().getName())
                .withNamespace(resource.getMetadata().getNamespace())
                .build());
        fresh.setStatus(now);
        try {
            PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(resource, fresh, context);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                // deleted meanwhile: there is nobody left to tell
                return;
            }
            throw e;
        }
        transitions.announce(resource, before == null ? List.of() : conditions.apply(before), conditions.apply(now));
    }
}
