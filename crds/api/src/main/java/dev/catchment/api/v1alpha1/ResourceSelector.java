package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** Picks resources of the same namespace and workspace by their labels; empty picks all of them. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ResourceSelector(
        @JsonPropertyDescription("Labels the resource must carry, with exactly these values. All of them must fit.")
        @Size(max = 32) Map<String, @Size(max = 63) String> matchLabels,

        @JsonPropertyDescription("Further requirements on the labels. All of them must fit.") @Size(max = 32) List<SelectorRequirement> matchExpressions) {

    public ResourceSelector {
        matchLabels = Absent.map(matchLabels);
        matchExpressions = Absent.list(matchExpressions);
    }
}
