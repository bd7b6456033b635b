package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pods that take in events. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!(has(self.replicas) && has(self.autoscaling))",
        message = "at most one of replicas and autoscaling may be set")
public record IngestPlane(
        @JsonPropertyDescription("How many ingest pods. Default: 2. Not together with autoscaling.")
        @Min(0) @Max(100) @Nullable Integer replicas,

        @JsonPropertyDescription("Lets the cluster choose the number of pods. Not together with replicas.") @Nullable Autoscaling autoscaling,

        @JsonPropertyDescription("Container image, instead of the one that belongs to the operator's version.")
        @Size(max = 512) @Nullable String image,

        @JsonPropertyDescription("CPU and memory of each pod.") @Nullable Resources resources,

        @JsonPropertyDescription(
                "How the ingest is reached from outside the cluster. Without it, only its Service exists.")
        @Nullable Exposure exposure,

        @JsonPropertyDescription(
                "Networks of the proxies in front, such as 10.20.0.0/16: X-Forwarded-For, -Host and -Proto are believed from these addresses only. Default: loopback, private, unique-local and link-local addresses; an empty list trusts none.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Size(max = 64) @Nullable List<@Size(min = 1, max = 64) @Pattern(Patterns.CIDR) String> trustedProxies,

        @JsonPropertyDescription("What else the pods carry.") @Nullable PodTemplate podTemplate) {}
