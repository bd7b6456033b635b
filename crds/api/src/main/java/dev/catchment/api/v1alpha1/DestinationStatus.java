package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was observed of a destination. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@SchemaCustomizer(value = SchemaPatch.class, input = SchemaPatch.STATUS)
public record DestinationStatus(
        @JsonPropertyDescription("The generation of the spec that was last acted on; -1: none yet.")
        @Default("-1")
        @Nullable Long observedGeneration,

        @JsonPropertyDescription("The conditions: Accepted, ResolvedRefs, Programmed, Ready, Reconciling, Stalled.")
        @Size(max = 16) List<StatusCondition> conditions,

        @JsonPropertyDescription("The values in force where the spec leaves them to the type.") @Nullable EffectiveDelivery effective,

        @JsonPropertyDescription(
                "What became of its events, as of the last update of this status, which is a minute old at most while the operator keeps up; exact numbers are in Prometheus.")
        @Nullable DeliveryCounters counters) {

    public DestinationStatus {
        conditions = Absent.list(conditions);
    }
}
