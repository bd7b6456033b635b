package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.catchment.api.crd.SchemaPatch;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that sends messages. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self.workspaceRef == oldSelf.workspaceRef",
        message = "is immutable: create another Source to change it",
        fieldPath = ".workspaceRef")
@ValidationRule(
        value =
                "!has(self.writeKeys) || self.writeKeys.all(k, self.writeKeys.exists_one(other, other.secretKeyRef == k.secretKeyRef))",
        message = "names a key of a Secret twice: each counts once, with one notAfter",
        fieldPath = ".writeKeys")
@SchemaCustomizer(value = SchemaPatch.class, input = """
        properties: {allowedOrigins: {x-kubernetes-list-type: set}}
""")
public record SourceSpec(
        @JsonPropertyDescription("The Workspace this source belongs to. Cannot be changed later.") @Required
        ResourceRef workspaceRef,

        @JsonPropertyDescription("What sends: website, mobile or server.") @Required
        SourceKind type,

        @JsonPropertyDescription("false: its messages are refused.") @Default("true") @Nullable Boolean enabled,

        @JsonPropertyDescription(
                "The write keys that are accepted: several, so that keys can be changed with an overlap. Default: one is generated into the Secret <name>-write-key.")
        @Size(max = 16) List<WriteKey> writeKeys,

        @JsonPropertyDescription(
                "Web origins whose pages may send, such as https://shop.example; https://*.shop.example fits every host below. Default: any.")
        @Size(max = 100) List<@Size(min = 1, max = 262) @Pattern(Patterns.ORIGIN) String> allowedOrigins,

        @JsonPropertyDescription("Messages per second above which requests are answered with 429. Default: unlimited.")
        @Nullable SourceRateLimit rateLimit) {

    public SourceSpec {
        writeKeys = Absent.list(writeKeys);
        allowedOrigins = Absent.list(allowedOrigins);
    }

    /** Whether its messages are to be accepted. */
    public boolean active() {
        return !Boolean.FALSE.equals(enabled);
    }
}
