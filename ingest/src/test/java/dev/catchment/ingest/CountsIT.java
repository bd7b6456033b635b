package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.Provisioner;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.count.CountShards;
import dev.catchment.contract.count.IngestCounts;
import dev.catchment.contract.count.SourceCounts;
import io.nats.client.Connection;
import io.nats.client.api.KeyValueEntry;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration OFTEN = Duration.ofMillis(50);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final String GOOD = "{\"event\":\"E\",\"userId\":\"u\"}";
    private static final String BAD = "{\"event\":7,\"userId\":\"u\"}";
    private static final SourceCounts ONE_OF_EACH =
            new SourceCounts(1, Map.of("event_not_string", 1L), IngestFixture.NOW);

    @TempDir
    private Path folder;

    private IngestFixture hub;
    private Connection connection;

    @BeforeEach
    void start() throws Exception {
        hub = IngestFixture.start(folder, 1);
        connection = BrokerConnection.open(BrokerSettings.of(hub.nats.url()), "reader of counts");
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        hub.close();
    }

    @Test
    void whatASourceSentStandsInTheBucket() throws Exception {
        // Given
        try (IngestPlane plane = plane("a", OFTEN)) {
            // When
            assertThat(post(plane, "web-key", "/v1/track", GOOD)).isEqualTo(200);
            assertThat(post(plane, "web-key", "/v1/track", BAD)).isEqualTo(400);
            assertThat(post(
                            plane,
                            "web-key",
                            "/v1/batch",
                            "{\"batch\":[{\"type\":\"page\",\"userId\":\"u\"},{},{\"type\":\"x\"}]}"))
                    .isEqualTo(200);
            assertThat(post(plane, "no-key", "/v1/track", GOOD)).isEqualTo(401);

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(counts("a", "web"))
                    .contains(new SourceCounts(
                            2,
                            Map.of("event_not_string", 1L, "type_not_defined", 1L, "type_unknown", 1L),
                            IngestFixture.NOW)));
            assertThat(counts("a", "app")).as("has sent nothing").isEmpty();
        }
    }

    @Test
    void nothingIsWrittenWhileNothingChanges() throws Exception {
        // Given
        try (IngestPlane plane = plane("a", OFTEN)) {
            post(plane, "web-key", "/v1/track", GOOD);
            await().atMost(PATIENCE).until(() -> counts("a", "web").isPresent());
            long revision = entry("a", "web").getRevision();

            // When another source of another shard is written, which comes after many rounds
            assertThat(CountShards.of("app")).isNotEqualTo(CountShards.of("web"));
            post(plane, "app-key", "/v1/track", GOOD);
            await().atMost(PATIENCE).until(() -> counts("a", "app").isPresent());

            // Then
            assertThat(entry("a", "web").getRevision()).isEqualTo(revision);
        }
    }

    @Test
    void anInstanceThatRestartsCountsOn() throws Exception {
        // Given
        try (IngestPlane plane = plane("a", NEVER)) {
            post(plane, "web-key", "/v1/track", GOOD);
            post(plane, "web-key", "/v1/track", BAD);
        }
        assertThat(counts("a", "web")).as("written at the end").contains(ONE_OF_EACH);

        // When
        try (IngestPlane plane = plane("a", NEVER)) {
            post(plane, "web-key", "/v1/track", GOOD);
            post(plane, "app-key", "/v1/track", GOOD);
        }
        try (IngestPlane idle = plane("a", OFTEN);
                IngestPlane other = plane("b", NEVER)) {
            assertThat(idle.ready()).isTrue();
            post(other, "web-key", "/v1/track", GOOD);
        }

        // Then
        assertThat(counts("a", "web")).contains(new SourceCounts(2, Map.of("event_not_string", 1L), IngestFixture.NOW));
        assertThat(counts("a", "app")).contains(new SourceCounts(1, Map.of(), IngestFixture.NOW));
        assertThat(counts("b", "web")).contains(new SourceCounts(1, Map.of(), IngestFixture.NOW));
    }

    @Test
    void whatHappensWhileTheBrokerIsAwayIsWrittenWhenItIsBack() throws Exception {
        // Given
        try (IngestPlane plane = plane("a", OFTEN)) {
            post(plane, "web-key", "/v1/track", GOOD);
            await().atMost(PATIENCE).until(() -> counts("a", "web").isPresent());

            // When
            hub.nats.kill();
            assertThat(post(plane, "web-key", "/v1/track", BAD)).isEqualTo(400);
            hub.nats.restart();

            // Then
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(counts("a", "web"))
                    .contains(ONE_OF_EACH));
        }
    }

    @Test
    void aHubOfAnOlderOperatorHasNoBucketYet() throws Exception {
        // Given
        String stream = "KV_" + IngestFixture.NAMES.countsBucket();
        connection.jetStreamManagement().deleteStream(stream);
        try (IngestPlane plane = plane("a", OFTEN)) {
            // When
            assertThat(post(plane, "web-key", "/v1/track", GOOD)).isEqualTo(200);
            assertThat(post(plane, "web-key", "/v1/track", BAD)).isEqualTo(400);
            assertThat(connection.jetStreamManagement().getStreamNames()).doesNotContain(stream);
            new Provisioner(connection, new HubSpec(IngestFixture.HUB, 1, 1, 1 << 26, 1 << 26, 1 << 24)).ensure();

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(counts("a", "web")).contains(ONE_OF_EACH));
        }
    }

    private IngestPlane plane(String instance, Duration every) throws Exception {
        IngestConfig config = new IngestConfig(
                IngestFixture.HUB,
                instance,
                "127.0.0.1",
                0,
                0,
                IngestConfig.DEFAULT_WAITING_BYTES,
                BrokerSettings.of(hub.nats.url()));
        IngestPlane plane = IngestPlane.start(
                config,
                ServerLimits.DEFAULT,
                UnaryOperator.identity(),
                every,
                Clock.fixed(IngestFixture.NOW, ZoneOffset.UTC));
        await().atMost(PATIENCE).until(plane::ready);
        return plane;
    }

    private int post(IngestPlane plane, String key, String path, String body) throws Exception {
        return hub.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + plane.httpPort() + path))
                        .header("Authorization", IngestFixture.basic(key))
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode();
    }

    private Optional<SourceCounts> counts(String instance, String source) throws Exception {
        KeyValueEntry entry = entry(instance, source);
        return entry == null
                ? Optional.empty()
                : Optional.ofNullable(
                        IngestCounts.parse(entry.getValue()).sources().get(source));
    }

    private KeyValueEntry entry(String instance, String source) throws Exception {
        return connection
                .keyValue(IngestFixture.NAMES.countsBucket())
                .get(Subjects.ingestCountsKey(CountShards.of(source), instance));
    }
}
