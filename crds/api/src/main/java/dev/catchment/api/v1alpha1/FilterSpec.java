package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which events do not reach which destinations, or what is taken out of them. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.sourceRefs) != has(self.sourceSelector)",
        message = "exactly one of sourceRefs and sourceSelector must be set; sourceSelector: {} takes every source")
@ValidationRule(
        value = "has(self.destinationRefs) != has(self.destinationSelector)",
        message =
                "exactly one of destinationRefs and destinationSelector must be set; destinationSelector: {} takes every destination")
@ValidationRule(
        value = "[has(self.drop), has(self.sample), has(self.dropFields), has(self.keepFields)].exists_one(x, x)",
        message = "exactly one of drop, sample, dropFields and keepFields must be set")
@ValidationRule(
        value = "self.workspaceRef == oldSelf.workspaceRef",
        message = "is immutable: create another Filter to change it",
        fieldPath = ".workspaceRef")
@SchemaCustomizer(value = SchemaPatch.class, input = """
        properties:
          sourceRefs: {x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name]}
          destinationRefs: {x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name]}
          tests: {x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name]}
""")
public record FilterSpec(
        @JsonPropertyDescription("The Workspace this filter belongs to. Cannot be changed later.") @Required
        ResourceRef workspaceRef,

        @JsonPropertyDescription("false: the filter does nothing.") @Default("true") @Nullable Boolean enabled,

        @JsonPropertyDescription(
                "The sources whose events it looks at. Exactly one of sourceRefs and sourceSelector must be set; sourceSelector: {} takes every source.")
        @Size(min = 1, max = 500) List<ResourceRef> sourceRefs,

        @JsonPropertyDescription(
                "The sources whose events it looks at, by their labels. Exactly one of sourceRefs and sourceSelector must be set; sourceSelector: {} takes every source.")
        @Nullable ResourceSelector sourceSelector,

        @JsonPropertyDescription(
                "The destinations it protects. Exactly one of destinationRefs and destinationSelector must be set; destinationSelector: {} takes every destination.")
        @Size(min = 1, max = 500) List<ResourceRef> destinationRefs,

        @JsonPropertyDescription(
                "The destinations it protects, by their labels. Exactly one of destinationRefs and destinationSelector must be set; destinationSelector: {} takes every destination.")
        @Nullable ResourceSelector destinationSelector,

        @JsonPropertyDescription("Which events it acts on; always judged on the event as it was received.") @Required
        EventCondition when,

        @JsonPropertyDescription(
                "The events are not sent. Exactly one of drop, sample, dropFields and keepFields must be set.")
        @Nullable Drop drop,

        @JsonPropertyDescription("Only a share of the events is sent.") @Nullable Sample sample,

        @JsonPropertyDescription("These fields are taken out of the events.") @Nullable FieldPaths dropFields,

        @JsonPropertyDescription("Of the objects that are named, only these fields stay in the events.") @Nullable FieldPaths keepFields,

        @JsonPropertyDescription(
                "Events, and what must become of them by this condition and action alone. While a case fails, the last good version stays in force; without one, what the filter covers waits.")
        @Size(max = 20) List<FilterTest> tests) {

    public FilterSpec {
        sourceRefs = Absent.list(sourceRefs);
        destinationRefs = Absent.list(destinationRefs);
        tests = Absent.list(tests);
    }

    /** Whether the filter is to act. */
    public boolean active() {
        return !Boolean.FALSE.equals(enabled);
    }
}
