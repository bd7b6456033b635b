package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tool or store that receives events. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.sourceRefs) != has(self.sourceSelector)",
        message = "exactly one of sourceRefs and sourceSelector must be set; sourceSelector: {} takes every source")
@ValidationRule(
        value = "self.workspaceRef == oldSelf.workspaceRef",
        message = "is immutable: create another Destination to change it",
        fieldPath = ".workspaceRef")
@ValidationRule(
        value = "self.type == oldSelf.type",
        message = "is immutable: create another Destination to change it",
        fieldPath = ".type")
@SchemaCustomizer(value = SchemaPatch.class, input = """
        properties:
          sourceRefs: {x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name]}
          requiredFilterRefs: {x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name]}
          mappings: {x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name]}
          tests: {x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name]}
""")
public record DestinationSpec(
        @JsonPropertyDescription("The Workspace this destination belongs to. Cannot be changed later.") @Required
        ResourceRef workspaceRef,

        @JsonPropertyDescription("Name of the DestinationType, such as webhook. Cannot be changed later.")
        @Required
        @Size(min = 1, max = 63) @Pattern(Patterns.DNS_LABEL) String type,

        @JsonPropertyDescription(
                "Version of the type to stay on; an earlier version is the DestinationType <type>-v<version>. Default: the one the type itself has.")
        @Size(min = 1, max = 32) @Pattern(Patterns.VERSION) @Nullable String typeVersion,

        @JsonPropertyDescription("false: events are not sent and not kept for it; they are counted as disabled.")
        @Default("true")
        @Nullable Boolean enabled,

        @JsonPropertyDescription("true: events wait until it is false again.") @Default("false") @Nullable Boolean suspend,

        @JsonPropertyDescription(
                "The sources whose events it receives; one that is not there yet holds up none of the others. Exactly one of sourceRefs and sourceSelector must be set; sourceSelector: {} takes every source.")
        @Size(min = 1, max = 500) List<ResourceRef> sourceRefs,

        @JsonPropertyDescription(
                "The sources whose events it receives, by their labels. Exactly one of sourceRefs and sourceSelector must be set; sourceSelector: {} takes every source.")
        @Nullable ResourceSelector sourceSelector,

        @JsonPropertyDescription("Settings of the type; see the type's documentation. Secrets do not belong here.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable ObjectNode config,

        @JsonPropertyDescription("The Secret with the type's secret fields.") @Nullable SecretRef secretRef,

        @JsonPropertyDescription(
                "cloud: the hub sends; device: the tool's own code in the browser or app sends, and the hub sends only the events that no SDK reports as sent there (_metadata.bundled). Default: the first that the type offers.")
        @Nullable ConnectionMode connectionMode,

        @JsonPropertyDescription(
                "Filters without which nothing may be sent: events wait until all of them are in force.")
        @Size(max = 50) List<ResourceRef> requiredFilterRefs,

        @JsonPropertyDescription("Which of the type's presets are not wanted.") @Nullable PresetSelection presets,

        @JsonPropertyDescription("Mappings of its own, beside the presets.") @Size(max = 100) List<Mapping> mappings,

        @JsonPropertyDescription("How events are sent.") @Default("{}") @Nullable DeliveryPolicy delivery,

        @JsonPropertyDescription(
                "Events, and what must become of them with these settings and the filters of the workspace. While a case fails, the last good version stays in force. No secrets belong here: the requests show them as ***.")
        @Size(max = 20) List<DestinationTest> tests) {

    public DestinationSpec {
        sourceRefs = Absent.list(sourceRefs);
        requiredFilterRefs = Absent.list(requiredFilterRefs);
        mappings = Absent.list(mappings);
        tests = Absent.list(tests);
    }

    /** Whether events are to be sent or kept for it at all. */
    public boolean active() {
        return !Boolean.FALSE.equals(enabled);
    }

    /** Whether its events are to wait. */
    public boolean suspended() {
        return Boolean.TRUE.equals(suspend);
    }
}
