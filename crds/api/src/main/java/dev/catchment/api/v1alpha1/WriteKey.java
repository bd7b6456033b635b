package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A write key that a source accepts. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@SchemaCustomizer(value = SchemaPatch.class, input = """
        properties: {notAfter: {format: date-time}}
""")
public record WriteKey(
        @JsonPropertyDescription("Where the key lies. Spaces and a line break around it do not count.") @Required
        SecretKeyRef secretKeyRef,

        @JsonPropertyDescription(
                "The key is refused from this moment on, in RFC 3339, such as 2027-01-01T00:00:00Z. Default: never.")
        @Size(max = 64) @Pattern(Patterns.TIME) @Nullable String notAfter) {}
