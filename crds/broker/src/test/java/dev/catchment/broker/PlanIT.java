package dev.catchment.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.AppliedReport;
import dev.catchment.contract.plan.IngestSettings;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.SourceDocument;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.PurgeOptions;
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
        Provisioning again = new Provisioner(connection, spec(1 << 26)).ensure();
        Provisioning larger = new Provisioner(connection, spec(1 << 27)).ensure();

        // Then
        assertThat(again.created()).isEmpty();
        assertThat(again.changed()).isEmpty();
        assertThat(larger.refused()).isEmpty();
        assertThat(larger.changed()).hasSize(4);
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

    @Test
    void aFormerLeaderThatComesBackFromAPauseWritesNothing() throws Exception {
        // Given
        PlanPublisher former = new PlanPublisher(connection, NAMES);
        former.publish(List.of(new IngestSettings(1), source("kept"), source("gone")));
        PlanPublisher leader = new PlanPublisher(connection, NAMES);
        leader.read();
        leader.publish(List.of(new IngestSettings(2), source("kept"), source("gone"), source("new")));

        // When it still writes, and removes, what it knew
        assertThatExceptionOfType(JetStreamApiException.class)
                .isThrownBy(() -> former.publish(List.of(new IngestSettings(3), source("kept"))))
                .withMessageContaining("10071");
        PlanPublisher removing = new PlanPublisher(connection, NAMES);
        removing.read();
        leader.publish(List.of(new IngestSettings(2), source("kept", false), source("gone"), source("new")));
        assertThatExceptionOfType(JetStreamApiException.class)
                .isThrownBy(() -> removing.publish(List.of(new IngestSettings(2), source("gone"), source("new"))))
                .withMessageContaining("10071");

        // Then
        Map<String, PlanDocument> plan = new PlanPublisher(connection, NAMES).read();
        assertThat(plan).containsOnlyKeys("ingest", "source.gone", "source.kept", "source.new");
        assertThat(plan.get("ingest")).isEqualTo(new IngestSettings(2));
        assertThat(plan.get("source.kept")).isEqualTo(source("kept", false));
    }

    @Test
    void aPlanIsWholeOnlyWithWhatChangedAfterItsMarker() throws Exception {
        // Given a document that is newer than the marker
        PlanPublisher publisher = new PlanPublisher(connection, NAMES);
        publisher.publish(List.of(new IngestSettings(1), source("web")));
        publisher.publish(List.of(new IngestSettings(1), source("web", false)));
        Map<String, PlanDocument> atCompletion = new ConcurrentHashMap<>();
        Map<String, PlanDocument> inForce = new ConcurrentHashMap<>();
        PlanListener listener = new PlanListener() {
            @Override
            public void apply(PlanDocument document) {
                inForce.put(document.key(), document);
            }

            @Override
            public void remove(String key) {
                inForce.remove(key);
            }

            @Override
            public void complete() {
                atCompletion.putAll(inForce);
            }
        };

        // When
        try (PlanWatcher watcher = PlanWatcher.start(connection, NAMES, Plane.INGEST, "ingest-0", listener)) {
            await().until(watcher::complete);
        }

        // Then
        assertThat(atCompletion.get("source.web")).isEqualTo(source("web", false));
    }

    @Test
    void whoeverElseWritesToABucketIsNoticedByItsState() throws Exception {
        // Given
        PlanPublisher publisher = new PlanPublisher(connection, NAMES);
        publisher.publish(List.of(new IngestSettings(1), source("web"), source("gone")));
        publisher.publish(List.of(new IngestSettings(1), source("web", false)));
        publisher.publish(List.of(new IngestSettings(1), source("web", false), source("gone")));
        assertThat(publisher.intact(Plane.INGEST, contents())).isTrue();
        assertThat(publisher.intact(Plane.DELIVERY, contents())).isFalse();

        // When
        connection.keyValue(NAMES.planBucket(Plane.INGEST)).put("source.web", "{}");

        // Then
        assertThat(publisher.intact(Plane.INGEST, contents())).isFalse();

        // When it is read again and put right
        publisher.forget();
        publisher.publish(List.of(new IngestSettings(1), source("web", false), source("gone")));

        // Then
        assertThat(publisher.intact(Plane.INGEST, contents())).isTrue();

        // When a message is taken out of the stream
        String stream = "KV_" + NAMES.planBucket(Plane.INGEST);
        connection
                .jetStreamManagement()
                .purgeStream(stream, PurgeOptions.subject("$KV." + NAMES.planBucket(Plane.INGEST) + ".source.gone"));

        // Then
        assertThat(publisher.intact(Plane.INGEST, contents())).isFalse();
        publisher.forget();
        publisher.publish(List.of(new IngestSettings(1), source("web", false), source("gone")));
        assertThat(publisher.intact(Plane.INGEST, contents())).isTrue();
    }

    private StreamContents contents() throws Exception {
        return StreamContents.of(
                connection.jetStreamManagement().getStreamInfo("KV_" + NAMES.planBucket(Plane.INGEST)));
    }

    private static HubSpec spec(long logBytes) {
        return new HubSpec(NAMES.hub(), 1, 1, logBytes, 1 << 26, 1 << 24);
    }

    private static SourceDocument source(String name) {
        return source(name, true);
    }

    private static SourceDocument source(String name, boolean enabled) {
        return new SourceDocument(name, "server", enabled, List.of(), List.of(), null);
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
