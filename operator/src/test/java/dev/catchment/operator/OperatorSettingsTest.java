package dev.catchment.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.catchment.compile.EgressMaximum;
import dev.catchment.contract.Plane;
import java.time.Duration;
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
    void whatLiesInNatsIsLookedAfterEveryMinuteUnlessToldOtherwise() {
        assertThat(OperatorSettings.fromEnvironment(LEAST).upkeep()).isEqualTo(Upkeep.STANDARD);
        assertThat(OperatorSettings.fromEnvironment(with("CATCHMENT_DRIFT_POLL_SECONDS", "5"))
                        .upkeep()
                        .driftPoll())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(OperatorSettings.fromEnvironment(with("CATCHMENT_CLUSTER_ID", "east"))
                        .upkeep()
                        .cluster())
                .contains("east");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatorSettings.fromEnvironment(with("CATCHMENT_DRIFT_POLL_SECONDS", "0")))
                .withMessageContaining("CATCHMENT_DRIFT_POLL_SECONDS=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatorSettings.fromEnvironment(with("CATCHMENT_NATS_SERVERS", "nats://a:b")))
                .withMessageContaining("\"nats://a:b\" is not the URL of a NATS server");
    }

    @Test
    void namespacesAreAList() {
        assertThat(OperatorSettings.fromEnvironment(with("CATCHMENT_WATCH_NAMESPACES", "a, b"))
                        .watchNamespaces())
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void eachPlaneMayHaveNatsCredentialsOfItsOwn() {
        // Given
        Map<String, String> environment = with("CATCHMENT_NATS_CREDENTIALS_SECRET", "nats");

        // When both have the same, and the operator has none
        OperatorSettings settings = OperatorSettings.fromEnvironment(environment);

        // Then
        assertThat(settings.planeCredentialsSecrets()).isEqualTo(Map.of(Plane.INGEST, "nats", Plane.DELIVERY, "nats"));
        assertThat(settings.operatorCredentialsSecret()).contains("nats");

        // When one has another
        environment.put("CATCHMENT_NATS_INGEST_CREDENTIALS_SECRET", "nats-ingest");
        settings = OperatorSettings.fromEnvironment(environment);

        // Then
        assertThat(settings.planeCredentialsSecrets())
                .isEqualTo(Map.of(Plane.INGEST, "nats-ingest", Plane.DELIVERY, "nats"));
        assertThat(settings.operatorCredentialsSecret()).isEmpty();

        // When the operator has its own
        environment.remove("CATCHMENT_NATS_INGEST_CREDENTIALS_SECRET");
        environment.put("CATCHMENT_NATS_CREDENTIALS_DIR", "/etc/catchment/nats");

        // Then
        assertThat(OperatorSettings.fromEnvironment(environment).operatorCredentialsSecret())
                .isEmpty();
    }

    @Test
    void secretsForThePlanesImagesAreAList() {
        assertThat(OperatorSettings.fromEnvironment(LEAST).imagePullSecrets()).isEmpty();
        assertThat(OperatorSettings.fromEnvironment(with("CATCHMENT_IMAGE_PULL_SECRETS", "b, a"))
                        .imagePullSecrets())
                .containsExactly("b", "a");
    }

    @Test
    void theMostEgressOfWorkspacesIsAList() {
        assertThat(OperatorSettings.fromEnvironment(with("CATCHMENT_EGRESS_MAXIMUM_CIDRS", "10.0.0.0/8, fd00::/8"))
                        .egressMaximum()
                        .allowCidrs())
                .containsExactly("10.0.0.0/8", "fd00:0:0:0:0:0:0:0/8");
        assertThat(OperatorSettings.fromEnvironment(with("CATCHMENT_EGRESS_MAXIMUM_PORTS", "none"))
                        .egressMaximum()
                        .allowPorts())
                .isEmpty();
        assertThat(OperatorSettings.fromEnvironment(LEAST).egressMaximum()).isEqualTo(EgressMaximum.NONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatorSettings.fromEnvironment(with("CATCHMENT_EGRESS_MAXIMUM_CIDRS", "intranet")))
                .withMessageContaining("CATCHMENT_EGRESS_MAXIMUM_CIDRS=intranet");
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put(name, value);
        return environment;
    }
}
