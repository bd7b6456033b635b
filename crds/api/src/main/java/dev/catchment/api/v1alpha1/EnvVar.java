package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** An environment variable of a pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!(has(self.value) && has(self.valueFrom))",
        message = "at most one of value and valueFrom may be set")
public record EnvVar(
        @JsonPropertyDescription("Name of the variable.") @Required @Size(min = 1, max = 253) String name,

        @JsonPropertyDescription("Its value.") @Size(max = 32768) @Nullable String value,

        @JsonPropertyDescription("Where its value is taken from.") @Nullable EnvVarSource valueFrom) {}
