package dev.catchment.delivery.plan;

import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.pipeline.DestinationPipeline;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A destination as it is in force.
 *
 * @param document for its sources and delivery policy
 * @param pipeline absent while it cannot be used and never could since this process started: its events wait
 * @param waitsFor why its events wait, for people; absent: they are delivered
 * @param secrets what must not be seen in a stored request
 */
public record DestinationForm(
        DestinationDocument document,
        @Nullable DestinationPipeline pipeline,
        @Nullable String waitsFor,
        Collection<Secret> secrets) {
    public String name() {
        return document.name();
    }

    /** Whether it takes events from this source at all. */
    public boolean takesFrom(String source) {
        return pipeline != null
                ? pipeline.takesFrom(source)
                : document.sources().covers(source);
    }

    /** Values stay out of logs. */
    @Override
    public String toString() {
        return "destination " + name();
    }
}
