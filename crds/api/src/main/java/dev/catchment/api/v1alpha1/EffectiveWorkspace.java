package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values in force where the spec leaves them to the installation. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EffectiveWorkspace(
        @JsonPropertyDescription("URLs of the NATS servers in use.") @Size(max = 16) List<@Size(max = 512) String> natsServers,

        @JsonPropertyDescription("Copies of each stream.") @Nullable Integer natsReplicas,

        @JsonPropertyDescription("The most the log may take.") @Size(max = 16) @Nullable String logMaxBytes,

        @JsonPropertyDescription("The most the archive may take.") @Size(max = 16) @Nullable String archiveMaxBytes,

        @JsonPropertyDescription("Ingest pods wanted.") @Nullable Integer ingestReplicas,

        @JsonPropertyDescription("Delivery pods wanted.") @Nullable Integer deliveryReplicas) {

    public EffectiveWorkspace {
        natsServers = Absent.list(natsServers);
    }
}
