package dev.catchment.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.AppliedReport;
import dev.catchment.contract.plan.IngestSettings;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.SourceDocument;
import io.nats.client.Connection;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanIT {
    private static final Subjects NAMES = new Subjects(new HubId("team", "acme"));

    @TempDir
    private Path folder;

    private NatsProcess nats;
    private Connection connection;

    @BeforeEach
    void start() throws Exception {
        nats = NatsProcess.start(Path.of(System.getenv("CATCHMENT_NATS_SERVER")), folder);
        connection = BrokerConnection.open(BrokerSettings.of(nats.url()), "test");
        new Provisioner(connection, spec(1 << 26)).ensure();
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        nats.close();
    }

    @Test
    void ensuringTwiceChangesNothingAndASizeCanGrow() throws Exception {
        // When
        List<String> again = new Provisioner(connection, spec(1 << 26)).ensure();
        List<String> larger = new Provisioner(connection, spec(1 << 27)).ensure();

        // Then
        assertThat(again).isEmpty();
        assertThat(larger).isEmpty();
        assertThat(connection
                        .jetStreamManagement()
                        .getStreamInfo(NAMES.logStream(0))
                        .getConfiguration()
                        .getMaxBytes())
                .isEqualTo(1 << 27);
    }

    @Test
    void deadLettersAreKeptForAMonthAndRefusedWhenThereIsNoRoom() throws Exception {
        // When
        StreamConfiguration letters = connection
                .jetStreamManagement()
                .getStreamInfo(NAMES.deadLetterStream())
                .getConfiguration();

        // Then
        assertThat(letters.getMaxAge()).isEqualTo(Duration.ofDays(30));
        assertThat(letters.getDiscardPolicy()).isEqualTo(DiscardPolicy.New);
    }

    @Test
    void aPlaneFollowsThePlanAndReportsWhatItRefused() throws Exception {
        // Given
        Map<String, PlanDocument> inForce = new ConcurrentHashMap<>();
        PlanPublisher publisher = new PlanPublisher(connection, NAMES);
        Map<String, Long> first = publisher.publish(List.of(new IngestSettings(1), source("good"), source("bad")));

        // When
        try (PlanWatcher watcher =
                PlanWatcher.start(connection, NAMES, Plane.INGEST, "ingest-0", refusing("source.bad", inForce))) {
            await().until(watcher::complete);
            Map<String, Long> second = publisher.publish(List.of(new IngestSettings(1), source("bad"), source("new")));
            await().until(() -> inForce.containsKey("source.new") && !inForce.containsKey("source.good"));

            // Then
            assertThat(second.get("source.bad")).isEqualTo(first.get("source.bad"));
            await().untilAsserted(() -> {
                AppliedReport report =
                        AppliedReports.read(connection, NAMES, Plane.INGEST).get("ingest-0");
                assertThat(report.sequence()).isGreaterThan(second.get("source.new"));
                assertThat(report.refused())
                        .extracting(AppliedReport.Refusal::reason)
                        .containsExactly("bad source");
            });
            assertThat(new PlanPublisher(connection, NAMES).read().keySet())
                    .containsExactly("ingest", "source.bad", "source.new");
        }
    }

    private static HubSpec spec(long logBytes) {
        return new HubSpec(NAMES.hub(), 1, 1, logBytes, 1 << 26, 1 << 24);
    }

    private static SourceDocument source(String name) {
        return new SourceDocument(name, "server", true, List.of(), List.of(), null);
    }

    private static PlanListener refusing(String key, Map<String, PlanDocument> inForce) {
        return new PlanListener() {
            @Override
            public void apply(PlanDocument document) throws RefusedException {
                if (document.key().equals(key)) {
                    throw new RefusedException("bad source");
                }
                inForce.put(document.key(), document);
            }

            @Override
            public void remove(String gone) {
                inForce.remove(gone);
            }

            @Override
            public void complete() {}
        };
    }
}
