package dev.catchment.operator.hub;

import dev.catchment.operator.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.function.Consumer;

/**
 * Ties a kind's controller to its hub, both ways: what the controller's informer sees is told to the hub, and what the
 * hub finds out about a resource makes the controller write its status. So there is one informer per kind.
 */
public final class HubEventSource<R extends HasMetadata> extends SimpleInboundEventSource<R>
        implements ResourceEventAware<R> {
    private final Consumer<R> changed;

    /** @param changed gets every resource that appears, disappears or changes in what a plan depends on */
    public HubEventSource(Consumer<R> changed) {
        super("hub");
        this.changed = changed;
    }

    @Override
    public void onResourceCreated(R resource) {
        changed.accept(resource);
    }

    @Override
    public void onResourceUpdated(R now, R before) {
        if (!ResourceForm.of(now).equals(ResourceForm.of(before))) {
            changed.accept(now);
            // the controller itself looks at generations only, but labels and annotations count too
            propagateEvent(ResourceID.fromResource(now));
        } else if (Labels.acknowledgedLostFrames(now) != Labels.acknowledgedLostFrames(before)) {
            propagateEvent(ResourceID.fromResource(now));
        }
    }

    @Override
    public void onResourceDeleted(R resource) {
        changed.accept(resource);
    }
}
