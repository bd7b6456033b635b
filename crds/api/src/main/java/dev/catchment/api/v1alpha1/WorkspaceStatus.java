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

/** What was observed of a workspace. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@SchemaCustomizer(value = SchemaPatch.class, input = SchemaPatch.STATUS)
public record WorkspaceStatus(
        @JsonPropertyDescription("The generation of the spec that was last acted on; -1: none yet.")
        @Default("-1")
        @Nullable Long observedGeneration,

        @JsonPropertyDescription("The conditions: Accepted, ResolvedRefs, Programmed, Ready, Reconciling, Stalled.")
        @Size(max = 16) List<StatusCondition> conditions,

        @JsonPropertyDescription("The values in force where the spec leaves them to the installation.") @Nullable EffectiveWorkspace effective,

        @JsonPropertyDescription("The ingest pods.") @Nullable PlaneStatus ingest,

        @JsonPropertyDescription("The delivery pods.") @Nullable PlaneStatus delivery) {

    public WorkspaceStatus {
        conditions = Absent.list(conditions);
    }
}
