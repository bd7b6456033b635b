package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.catchment.contract.HubId;
import dev.catchment.contract.PlaneEnvironment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestConfigTest {
    private static final Map<String, String> COMPLETE = Map.of(
            PlaneEnvironment.NAMESPACE, "team",
            PlaneEnvironment.WORKSPACE, "acme",
            PlaneEnvironment.INSTANCE, "ingest-0",
            PlaneEnvironment.NATS_SERVERS, "nats://a:4222, nats://b:4222");

    @Test
    void theOperatorsVariablesAreTaken() {
        // When
        IngestConfig config = IngestConfig.fromEnvironment(COMPLETE);

        // Then
        assertThat(config.hub()).isEqualTo(new HubId("team", "acme"));
        assertThat(config.instance()).isEqualTo("ingest-0");
        assertThat(List.of(config.httpPort(), config.adminPort())).containsExactly(8080, 8081);
        assertThat(config.broker().servers()).containsExactly("nats://a:4222", "nats://b:4222");
        assertThat(config.serveOn()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({
        "CATCHMENT_NAMESPACE,    ,        CATCHMENT_NAMESPACE is not set",
        "CATCHMENT_INSTANCE,     ' ',     CATCHMENT_INSTANCE is not set",
        "CATCHMENT_NATS_SERVERS, ,        CATCHMENT_NATS_SERVERS is not set",
        "CATCHMENT_HTTP_PORT,    web,     CATCHMENT_HTTP_PORT is \"web\"",
        "CATCHMENT_ADMIN_PORT,   65536,   CATCHMENT_ADMIN_PORT is \"65536\"",
        "CATCHMENT_SERVE_ON_SECONDS, 31, CATCHMENT_SERVE_ON_SECONDS is \"31\"",
        "CATCHMENT_WORKSPACE,    A_B,     workspace \"A_B\" is not a DNS label",
    })
    void whatIsMissingOrWrongIsNamed(String name, String value, String message) {
        // Given
        Map<String, String> environment = new HashMap<>(COMPLETE);
        environment.put(name, value);

        // Then
        assertThatThrownBy(() -> IngestConfig.fromEnvironment(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
