package dev.catchment.operator.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationStatus;
import dev.catchment.contract.count.CircuitCause;
import dev.catchment.contract.count.CircuitState;
import dev.catchment.operator.hub.DestinationTotals;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.Conditions;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeliveringTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization(ApiJson.mapper(), true);

    @Test
    void theCountersSayHowItIs() {
        // Given
        Destination crm = destination("secretRef: {name: crm}");

        // Then
        assertThat(said(Delivering.of(crm, totals(0, 0, CircuitState.CLOSED, null))))
                .isEqualTo("Unknown/NoTraffic");
        assertThat(said(Delivering.of(crm, totals(1, 3, CircuitState.CLOSED, null))))
                .isEqualTo("True/Delivering");
        assertThat(said(Delivering.of(crm, totals(0, 3, CircuitState.CLOSED, null))))
                .isEqualTo("False/EventsRefused");
        assertThat(said(Delivering.of(crm, totals(1, 0, CircuitState.OPEN, CircuitCause.OTHER))))
                .isEqualTo("False/CircuitOpen");
        assertThat(said(Delivering.of(crm, totals(1, 0, CircuitState.OPEN, null))))
                .as("of a delivery that does not say why")
                .isEqualTo("False/CircuitOpen");
        assertThat(said(Delivering.of(crm, totals(1, 0, CircuitState.HALF_OPEN, CircuitCause.CREDENTIALS))))
                .isEqualTo("False/CredentialsRejected");
    }

    @Test
    void itSaysWhatTheToolSaidAndWhatToDo() {
        // When
        Condition rejected = Delivering.of(
                destination("secretRef: {name: crm}"), totals(0, 0, CircuitState.OPEN, CircuitCause.CREDENTIALS));

        // Then
        assertThat(rejected.message())
                .isEqualTo(
                        "The tool refuses the credentials: HTTP 401: the credentials are refused. Correct Secret \"crm\";"
                                + " events wait until then.");
    }

    @Test
    void theSpecComesFirst() {
        // Given
        DestinationTotals open = totals(1, 0, CircuitState.OPEN, CircuitCause.OTHER);

        // Then
        assertThat(said(Delivering.of(destination("suspend: true"), open))).isEqualTo("False/Suspended");
        assertThat(said(Delivering.of(destination("enabled: false"), open))).isEqualTo("Unknown/Disabled");
        assertThat(said(Delivering.unknown(destination("suspend: true")))).isEqualTo("False/Suspended");
    }

    @Test
    void asLongAsNothingIsKnownItStaysAsItWas() {
        // Given
        Destination crm = destination("enabled: true");
        assertThat(said(Delivering.unknown(crm))).isEqualTo("Unknown/NoTraffic");
        Condition open = Delivering.of(crm, totals(1, 0, CircuitState.OPEN, CircuitCause.OTHER));

        // When
        crm.setStatus(status(open));

        // Then
        assertThat(Delivering.unknown(crm)).isEqualTo(open);

        // When it was suspended
        crm.setStatus(status(Delivering.of(destination("suspend: true"), totals(1, 0, CircuitState.CLOSED, null))));

        // Then
        assertThat(said(Delivering.unknown(crm))).isEqualTo("Unknown/NoTraffic");
    }

    @Test
    void anotherErrorIsNoFlip() {
        // Given
        Destination crm = destination("enabled: true");
        DestinationStatus open = status(Delivering.of(crm, totals(1, 0, CircuitState.OPEN, CircuitCause.OTHER)));
        DestinationStatus half = status(Delivering.of(crm, totals(9, 0, CircuitState.HALF_OPEN, CircuitCause.OTHER)));
        DestinationStatus well = status(Delivering.of(crm, totals(9, 0, CircuitState.CLOSED, null)));

        // Then
        assertThat(Delivering.flips(open, half)).isFalse();
        assertThat(Delivering.flips(open, well)).isTrue();
    }

    private static DestinationStatus status(Condition condition) {
        return new DestinationStatus(
                1L, Conditions.stamp(List.of(), List.of(condition), 1, Clock.systemUTC()), null, null);
    }

    private static Destination destination(String more) {
        return YAML.unmarshal("""
                apiVersion: catchment.dev/v1alpha1
                kind: Destination
                metadata: {name: crm, generation: 1}
                spec: {workspaceRef: {name: acme}, type: webhook, sourceSelector: {}, %s}
                """.formatted(more), Destination.class);
    }

    private static DestinationTotals totals(
            long delivered, long deadLettered, CircuitState circuit, @Nullable CircuitCause cause) {
        return new DestinationTotals(
                delivered,
                0,
                0,
                0,
                deadLettered,
                null,
                circuit,
                cause,
                cause == CircuitCause.CREDENTIALS ? "HTTP 401: the credentials are refused" : "HTTP 503",
                deadLettered == 0 ? Map.of() : Map.of("BAD_REQUEST", deadLettered));
    }

    private static String said(Condition condition) {
        return condition.status().wireName() + "/" + condition.reason();
    }
}
