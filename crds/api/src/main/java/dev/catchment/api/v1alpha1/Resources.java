package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** CPU and memory of a container. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Resources(
        @JsonPropertyDescription("What a pod is promised, such as cpu: 500m, memory: 256Mi.") @Size(max = 8) Map<String, Quantity> requests,

        @JsonPropertyDescription("What a pod may at most use.") @Size(max = 8) Map<String, Quantity> limits) {

    public Resources {
        requests = Absent.map(requests);
        limits = Absent.map(limits);
    }
}
