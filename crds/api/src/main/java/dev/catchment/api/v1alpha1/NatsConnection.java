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

/** How a workspace reaches its NATS JetStream. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.replicas) || self.replicas in [1, 3, 5]",
        message = "must be 1, 3 or 5",
        fieldPath = ".replicas")
public record NatsConnection(
        @JsonPropertyDescription(
                "URLs of the NATS servers, such as nats://nats:4222. Default: the NATS the installation was set up with.")
        @Size(max = 16) List<@Size(min = 1, max = 512) @Pattern(Patterns.NATS_URL) String> servers,

        @JsonPropertyDescription(
                "Secret with the credentials: key creds (a NATS credentials file), or username and password, or token; for TLS ca.crt (who signed the servers' certificates) and, where NATS asks for them, tls.crt and tls.key. Changed credentials are used at the next connect, without a restart. Default: the installation's.")
        @Nullable SecretRef credentialsSecretRef,

        @JsonPropertyDescription(
                "How many NATS servers keep a copy of each stream: 1, 3 or 5. Default: the installation's.")
        @Min(1) @Max(5) @Nullable Integer replicas) {

    public NatsConnection {
        servers = Absent.list(servers);
    }
}
