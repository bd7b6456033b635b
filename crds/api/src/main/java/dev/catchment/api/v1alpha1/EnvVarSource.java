package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where an environment variable takes its value from. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.secretKeyRef) != has(self.configMapKeyRef)",
        message = "exactly one of secretKeyRef and configMapKeyRef must be set")
@SchemaCustomizer(value = SchemaPatch.class, input = """
        properties: {configMapKeyRef: {properties: {name: {description: Name of the ConfigMap.}, key: {description: Key inside the ConfigMap.}}}}
""")
public record EnvVarSource(
        @JsonPropertyDescription("A key in a Secret of the same namespace.") @Nullable SecretKeyRef secretKeyRef,

        @JsonPropertyDescription("A key in a ConfigMap of the same namespace.") @Nullable SecretKeyRef configMapKeyRef) {}
