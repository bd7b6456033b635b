package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How messages translate into one tool's requests. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@SchemaCustomizer(value = SchemaPatch.class, input = """
        properties: {integrationNames: {x-kubernetes-list-type: set}, modes: {x-kubernetes-list-type: set}, presets: {x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name]}}
""")
public record DestinationTypeSpec(
        @JsonPropertyDescription("Version of the type. A destination can stay on one.")
        @Required
        @Size(min = 1, max = 32) @Pattern(Patterns.VERSION) String version,

        @JsonPropertyDescription("The tool's name, for people.") @Size(max = 128) @Nullable String title,

        @JsonPropertyDescription("What the tool is, in a sentence or two.") @Size(max = 4096) @Nullable String description,

        @JsonPropertyDescription("What SDKs call this tool in the integrations object of a message.") @Size(max = 16) List<@Size(min = 1, max = 128) String> integrationNames,

        @JsonPropertyDescription("How the tool can be reached; the first is the default. Default: cloud.")
        @Size(max = 2) List<ConnectionMode> modes,

        @JsonPropertyDescription("The settings, secret ones included.") @Nullable ConfigSchema config,

        @JsonPropertyDescription("Credentials of every request that has none of its own.") @Nullable RequestAuth auth,

        @JsonPropertyDescription("What answers to every request mean, where none of the request's own rules fits.")
        @Size(max = 32) List<AnswerRule> answers,

        @JsonPropertyDescription("What the tool can take.") @Nullable TypeLimits limits,

        @JsonPropertyDescription("What several operations have in common, by names that their bases list.")
        @Size(max = 32) Map<String, ActionBase> bases,

        @JsonPropertyDescription("The operations by name.") @Size(max = 64) Map<String, Action> actions,

        @JsonPropertyDescription("What runs without being configured.") @Size(max = 100) List<Preset> presets,

        @JsonPropertyDescription("Documentation for users, in Markdown.") @Size(max = 65536) @Nullable String docs) {

    public DestinationTypeSpec {
        integrationNames = Absent.list(integrationNames);
        modes = Absent.list(modes);
        answers = Absent.list(answers);
        bases = Absent.map(bases);
        actions = Absent.map(actions);
        presets = Absent.list(presets);
    }

    /** The action with what its bases hold: of two with one name the later base's counts, and its own before all. */
    public Optional<Action> action(String name) {
        Action own = actions.get(name);
        if (own == null || own.bases().isEmpty()) {
            return Optional.ofNullable(own);
        }
        Map<String, ActionField> fields = new LinkedHashMap<>();
        Map<String, JsonNode> values = new LinkedHashMap<>();
        List<Refusal> refuse = new ArrayList<>();
        List<RequestTemplate> requests = own.requests();
        for (String each : own.bases()) {
            ActionBase base = bases.get(each);
            if (base != null) {
                fields.putAll(base.fields());
                values.putAll(base.values());
                refuse.addAll(base.refuse());
                requests = own.requests().isEmpty() && !base.requests().isEmpty() ? base.requests() : requests;
            }
        }
        fields.putAll(own.fields());
        values.putAll(own.values());
        refuse.addAll(own.refuse());
        return Optional.of(new Action(own.description(), fields, values, refuse, requests, List.of()));
    }

    /** Names of an action's fields, those of its bases included; none if there is no such action. */
    public Set<String> fieldsOf(String action) {
        return new TreeSet<>(
                action(action).map(whole -> whole.fields().keySet()).orElse(Set.of()));
    }
}
