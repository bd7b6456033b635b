package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One condition of a status, in the usual Kubernetes form. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = SchemaPatch.class, input = """
        properties: {status: {enum: ["True", "False", "Unknown"]}, lastTransitionTime: {format: date-time}}
""")
public record StatusCondition(
        @JsonPropertyDescription(
                "What the condition is about: Accepted, ResolvedRefs, Programmed, Ready, Reconciling, Stalled, ...")
        @Required
        @Size(min = 1, max = 316) String type,

        @JsonPropertyDescription("True, False or Unknown.") @Required @Size(min = 1, max = 7) String status,

        @JsonPropertyDescription("The generation of the spec that this condition speaks about.") @Min(0) @Nullable Long observedGeneration,

        @JsonPropertyDescription("When the status last changed, in RFC 3339.") @Required @Size(max = 64) String lastTransitionTime,

        @JsonPropertyDescription("One word in CamelCase for programs.") @Required @Size(min = 1, max = 1024) String reason,

        @JsonPropertyDescription(
                "A sentence for people: what is wrong, where, and what to do. Empty when there is nothing to say.")
        @Required
        @Size(max = 32768) String message) {}
