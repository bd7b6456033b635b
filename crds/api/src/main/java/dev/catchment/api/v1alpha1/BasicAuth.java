package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** User name and password. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BasicAuth(
        @JsonPropertyDescription("User name. Default: empty.") @Size(max = 1024) @Nullable String username,

        @JsonPropertyDescription("Password. Default: empty.") @Size(max = 1024) @Nullable String password) {}
