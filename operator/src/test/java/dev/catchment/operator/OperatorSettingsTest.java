package dev.catchment.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorSettingsTest {
    private static final Map<String, String> LEAST = Map.of(
            "CATCHMENT_NATS_SERVERS", "nats://a:4222, nats://b:4222",
            "CATCHMENT_INGEST_IMAGE", "ingest:1",
            "CATCHMENT_DELIVERY_IMAGE", "delivery:1");

    @Test
    void theRestHasDefaults() {
        // When
        OperatorSettings settings = OperatorSettings.fromEnvironment(LEAST);

        // Then
        assertThat(settings.nats().servers()).containsExactly("nats://a:4222", "nats://b:4222");
        assertThat(settings.watchNamespaces()).isEmpty();
        assertThat(settings.leaderElection()).isEmpty();
        assertThat(settings.logMaxBytes()).isEqualTo(10L << 30);
    }

    @Test
    void whatCannotBeReadIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatorSettings.fromEnvironment(with("CATCHMENT_LOG_MAX_BYTES", "much")))
                .withMessageContaining("CATCHMENT_LOG_MAX_BYTES=much");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatorSettings.fromEnvironment(with("CATCHMENT_ADMIN_PORT", "x")))
                .withMessageContaining("CATCHMENT_ADMIN_PORT=x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatorSettings.fromEnvironment(with("CATCHMENT_INGEST_IMAGE", " ")))
                .withMessageContaining("CATCHMENT_INGEST_IMAGE is not set");
    }

    @Test
    void namespacesAreAList() {
        assertThat(OperatorSettings.fromEnvironment(with("CATCHMENT_WATCH_NAMESPACES", "a, b"))
                        .watchNamespaces())
                .containsExactlyInAnyOrder("a", "b");
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put(name, value);
        return environment;
    }
}
