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

/** What was observed of a source. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@SchemaCustomizer(value = SchemaPatch.class, input = SchemaPatch.STATUS)
public record SourceStatus(
        @JsonPropertyDescription("The generation of the spec that was last acted on; -1: none yet.")
        @Default("-1")
        @Nullable Long observedGeneration,

        @JsonPropertyDescription("The conditions: Accepted, ResolvedRefs, Programmed, Ready, Reconciling, Stalled.")
        @Size(max = 16) List<StatusCondition> conditions,

        @JsonPropertyDescription("The Secret with the generated write key, if none was named.")
        @Size(max = 253) @Nullable String generatedWriteKeySecret,

        @JsonPropertyDescription("How many write keys are in force.") @Nullable Integer acceptedKeys,

        @JsonPropertyDescription(
                "Messages accepted, as of the last update of this status, which is a minute old at most while the operator keeps up; exact numbers are in Prometheus.")
        @Nullable Long received,

        @JsonPropertyDescription(
                "Messages refused, for whatever reason; a request that could not be read counts as one.")
        @Nullable Long refused,

        @JsonPropertyDescription("Why messages were refused: the ten most frequent reasons, the most frequent first.")
        @Size(max = 10) List<RefusalCount> refusals,

        @JsonPropertyDescription("When the last message was accepted, to within ten seconds.") @Size(max = 64) @Nullable String lastReceived) {

    public SourceStatus {
        conditions = Absent.list(conditions);
        refusals = Absent.list(refusals);
    }
}
