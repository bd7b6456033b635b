package dev.catchment.operator;

import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.contract.Plane;
import dev.catchment.contract.plan.DestinationDocument;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A destination type that changes, goes and comes back while destinations use it. */
class TypeLifeIT extends TeamTest {

    @AfterEach
    void removeTypes() {
        for (String name : List.of("parcel", "parcel-v1", "parcel-v2", "letter")) {
            team.admin.resources(DestinationType.class).withName(name).delete();
        }
    }

    @Test
    void anUpgradeOfTheCatalogueChangesNothingForThoseWhoPinTheFormerVersion() throws Exception {
        // Given
        restartWith(type("parcel", "1", "/v1"));
        team.apply(
                WORKSPACE,
                SOURCE,
                destination("pinned", "parcel").replace("type: parcel", "type: parcel\n  typeVersion: \"1\""),
                destination("free", "parcel"));
        eventually()
                .until(() -> team.plan("acme").keySet().containsAll(List.of("destination.pinned", "destination.free")));
        try (Connection connection = BrokerConnection.open(BrokerSettings.of(team.nats.url()), "test")) {
            KeyValue plan = connection.keyValue(team.names("acme").planBucket(Plane.DELIVERY));
            KeyValueEntry pinned = plan.get("destination.pinned");
            KeyValueEntry type = plan.get("type.parcel.1");

            // When
            restartWith(type("parcel", "2", "/v2"));

            // Then
            eventually().until(() -> version("free").equals("2"));
            assertThat(plan.get("destination.pinned").getRevision()).isEqualTo(pinned.getRevision());
            assertThat(plan.get("destination.pinned").getValue()).isEqualTo(pinned.getValue());
            assertThat(plan.get("type.parcel.1").getRevision()).isEqualTo(type.getRevision());
            assertThat(named("parcel-v1").getMetadata().getLabels()).containsEntry("catchment.dev/built-in", "true");
            eventually().untilAsserted(() -> {
                assertThat(condition(named("parcel-v1"), "Programmed")).isEqualTo("Unknown/NoPlanes");
                assertThat(condition(named("parcel"), "Programmed")).isEqualTo("Unknown/NoPlanes");
                assertThat(condition(team.destination("pinned"), "ResolvedRefs"))
                        .isEqualTo("True/Resolved");
            });

            // When it is rolled back
            restartWith(type("parcel", "1", "/v1"));

            // Then
            eventually().until(() -> version("free").equals("1"));
            assertThat(named("parcel-v2").getSpec().version()).isEqualTo("2");
            assertThat(plan.get("destination.pinned").getRevision()).isEqualTo(pinned.getRevision());
            assertThat(plan.get("type.parcel.1").getRevision()).isEqualTo(type.getRevision());
        }
    }

    @Test
    void whatUsesATypeThatIsGoneKeepsWhatIsInForce() {
        // Given
        team.admin.resource(type("letter", "1", "/letters")).create();
        team.apply(WORKSPACE, SOURCE, destination("mail", "letter"));
        eventually().until(() -> team.plan("acme").containsKey("destination.mail"));
        long revision = team.revision("acme", Plane.DELIVERY);

        // When
        team.admin.resources(DestinationType.class).withName("letter").delete();

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.destination("mail"), "ResolvedRefs")).isEqualTo("False/UnknownType");
            assertThat(message(team.destination("mail"), "Ready")).contains("there is no DestinationType letter");
            assertThat(team.events("Destination", "mail")).contains("Warning UnknownType");
        });
        assertThat(team.plan("acme")).containsKeys("destination.mail", "type.letter.1");
        assertThat(team.revision("acme", Plane.DELIVERY)).isEqualTo(revision);

        // When it comes back
        team.admin.resource(type("letter", "1", "/letters")).create();

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.destination("mail"), "ResolvedRefs"))
                .isEqualTo("True/Resolved"));
        assertThat(team.revision("acme", Plane.DELIVERY)).isEqualTo(revision);
    }

    private void restartWith(DestinationType shipped) {
        team.stopOperator();
        team.startOperator(shipped);
    }

    private String version(String destination) {
        return ((DestinationDocument) team.plan("acme").get("destination." + destination)).typeVersion();
    }

    private DestinationType named(String name) {
        return team.admin.resources(DestinationType.class).withName(name).require();
    }

    private static DestinationType type(String name, String version, String path) {
        return new KubernetesSerialization(ApiJson.mapper(), true)
                .unmarshal("""
                apiVersion: catchment.dev/v1alpha1
                kind: DestinationType
                metadata: {name: %s}
                spec:
                  version: "%s"
                  title: Parcels
                  description: Sends parcels.
                  integrationNames: [Parcels]
                  actions:
                    send:
                      description: Sends one.
                      requests:
                      - {method: POST, url: "https://parcels.example%s", body: {json: {ok: true}}}
                  presets:
                  - {name: all, action: send, when: {cel: "true"}}
                """.formatted(name, version, path), DestinationType.class);
    }

    private static String destination(String name, String type) {
        return """
                apiVersion: catchment.dev/v1alpha1
                kind: Destination
                metadata: {name: %s}
                spec:
                  workspaceRef: {name: acme}
                  type: %s
                  sourceSelector: {}
                """.formatted(name, type);
    }
}
