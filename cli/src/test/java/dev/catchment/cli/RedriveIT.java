package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.NatsProcess;
import dev.catchment.broker.PlanPublisher;
import dev.catchment.broker.Provisioner;
import dev.catchment.catalog.Catalog;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Kind;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.frame.FrameBuilder;
import dev.catchment.contract.frame.FrameEvent;
import dev.catchment.contract.plan.AppliedReport;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.Sealer;
import dev.catchment.contract.plan.Selection;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.delivery.DeliveryConfig;
import dev.catchment.delivery.DeliveryPlane;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.StoredShard;
import dev.catchment.delivery.mark.StoredSink;
import dev.catchment.testkit.TestNats;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters on their way back to a destination, through a delivery plane. */
class RedriveIT {
    private static final Subjects NAMES = new Subjects(new HubId("default", "acme"));
    private static final long LOG_BYTES = 2 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private volatile int status = 200;
    private int port;
    private HttpServer tool;
    private NatsProcess nats;
    private Connection connection;
    private DeliveryPlane plane;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        nats = TestNats.start(folder.resolve("nats"));
        connection = BrokerConnection.open(nats.settings(), "test");
        new Provisioner(connection, new HubSpec(NAMES.hub(), 1, 1, LOG_BYTES, 64 << 20, 16 << 20)).ensure();
        ConnectionFile.of(NAMES.hub(), nats.settings()).write(folder);
        publish();
        plane = DeliveryPlane.start(
                new DeliveryConfig(NAMES.hub(), "one", 0, nats.settings(), new byte[Sealer.KEY_BYTES]));
        await().atMost(PATIENCE).until(() -> crm().lane().equals("live"));
    }

    @AfterEach
    void stop() throws Exception {
        plane.close();
        connection.close();
        nats.close();
        if (tool != null) {
            tool.stop(0);
        }
    }

    @Test
    void whatWasRefusedIsDeliveredOnceAfterTheFix() throws Exception {
        // Given
        listen();
        status = 400;
        write(frame(0, 20, ""));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(crm().counts().deadLettered()).isEqualTo(20));

        // When
        status = 200;
        Cli redrive = redrive("--reason", "BAD_REQUEST");

        // Then
        assertThat(redrive.err()).isEmpty();
        assertThat(redrive.out()).contains("re-driven: 20 events of 20 dead letters");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(crm().counts())
                .extracting(Counts::delivered, Counts::deadLettered, Counts::redriven)
                .containsExactly(20L, 20L, 20L));
        assertThat(redrive("--all").out()).contains("re-driven: 0 events of 0 dead letters");
        assertThat(received).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void whatALaneGaveUpIsDeliveredFromTheArchive() throws Exception {
        // Given
        int written = 0;
        String filler = "x".repeat(2000);
        while (crm().counts().deadLettered() == 0) {
            byte[] frame = frame(written, written + 20, filler);
            await().atMost(PATIENCE).until(() -> write(frame));
            written += 20;
        }
        int accepted = written;

        // When
        listen();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        crm().counts().delivered() + crm().counts().deadLettered())
                .isEqualTo(accepted));
        long expired = crm().counts().deadLettered();
        Cli redrive = redrive("--reason", "LANE_EXPIRED", "--source", "web");

        // Then
        assertThat(redrive.status()).isZero();
        assertThat(redrive.out()).contains("re-driven: " + expired + " events of ");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(crm().counts())
                .extracting(Counts::delivered, Counts::redriven)
                .containsExactly((long) accepted, expired));
        assertThat(received).hasSize(accepted).doesNotHaveDuplicates();
        assertThat(redrive("--all").out()).contains("re-driven: 0 events of 0 dead letters");
    }

    @Test
    void whatAFilterFailedOnIsDeliveredOnceAfterTheFilterIsMended() throws Exception {
        // Given a filter that takes a text for a list
        listen();
        awaitApplied(publish(dropping("'u3' in userId")));
        write(frame(0, 20, ""));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(crm().counts().deadLettered()).isEqualTo(20));
        assertThat(received).isEmpty();
        assertThat(crm().counts().deadLetteredBy()).isEqualTo(Map.of("FILTER_ERROR", 20L));
        assertThat(crm().lastError()).startsWith("FILTER_ERROR: filter no-u3: 1:6: in needs a list");
        Cli letters = Cli.run("dead-letters", "cat", "--data", folder, "--reason", "FILTER_ERROR", "--limit", "1");
        assertThat(letters.out())
                .contains("filter no-u3: 1:6: in needs a list on its right side, and this event has a string there");

        // When
        awaitApplied(publish(dropping("userId = 'u3'")));
        Cli redrive = redrive("--reason", "FILTER_ERROR");

        // Then
        assertThat(redrive.out()).contains("re-driven: 20 events of 20 dead letters");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(crm().counts())
                .extracting(Counts::delivered, Counts::filtered, Counts::deadLettered, Counts::redriven)
                .containsExactly(18L, Map.of("FILTERED_BY_RULES", 2L), 20L, 20L));
        assertThat(received).hasSize(18).doesNotHaveDuplicates().doesNotContain("m3", "m13");
        assertThat(redrive("--all").out()).contains("re-driven: 0 events of 0 dead letters");
    }

    private Map<String, Long> publish(PlanDocument... more) throws Exception {
        List<PlanDocument> plan = new ArrayList<>(List.of(type(), settings(), destination()));
        plan.addAll(List.of(more));
        return new PlanPublisher(connection, NAMES).publish(plan);
    }

    /** Until then events meet the plan that was in force before. */
    private void awaitApplied(Map<String, Long> revisions) {
        long filter = revisions.get(FilterDocument.KIND + ".no-u3");
        await().atMost(PATIENCE).until(() -> {
            KeyValueEntry entry =
                    connection.keyValue(NAMES.appliedBucket()).get(Subjects.appliedKey(Plane.DELIVERY, "one"));
            return entry != null
                    && ContractJson.DOCUMENTS
                                    .readValue(entry.getValue(), AppliedReport.class)
                                    .sequence()
                            >= filter;
        });
    }

    private static FilterDocument dropping(String fql) {
        return new FilterDocument(
                "no-u3",
                Selection.everything(),
                Selection.everything(),
                new Expression(null, fql),
                new FilterAction.Drop());
    }

    private Cli redrive(String... filters) {
        List<Object> arguments = new ArrayList<>(List.of("dead-letters", "redrive", "--data", folder));
        arguments.addAll(List.of(filters));
        return Cli.run(arguments.toArray());
    }

    private void listen() throws IOException {
        tool = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        tool.createContext("/", this::answer);
        tool.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (status == 200) {
            received.add(ContractJson.EVENTS.readTree(body).path("messageId").asText());
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** False if the log is full. */
    private boolean write(byte[] frame) throws Exception {
        try {
            connection.jetStream().publish(NAMES.logSubject(0), frame);
            return true;
        } catch (JetStreamApiException e) {
            assertThat(e.getApiErrorCode()).isEqualTo(10077);
            return false;
        }
    }

    private static byte[] frame(int from, int to, String filler) {
        FrameBuilder builder = new FrameBuilder(900 * 1024);
        Hash128.Hasher hasher = new Hash128.Hasher("web");
        for (int i = from; i < to; i++) {
            byte[] body = "{\"event\":\"e\",\"userId\":\"u%d\",\"messageId\":\"m%d\",\"filler\":\"%s\"}"
                    .formatted(i % 10, i, filler)
                    .getBytes(StandardCharsets.UTF_8);
            assertThat(builder.add(new FrameEvent(
                            "web",
                            Kind.TRACK,
                            new byte[0],
                            body,
                            0,
                            body.length,
                            false,
                            hasher.hash("m" + i),
                            hasher.hash("u" + i % 10))))
                    .isTrue();
        }
        return builder.build(UUID.randomUUID(), Instant.now());
    }

    private StoredSink crm() throws Exception {
        for (int shard = 0; shard < 16; shard++) {
            KeyValueEntry entry = connection.keyValue(NAMES.stateBucket()).get(Subjects.marksKey(0, shard));
            if (entry != null) {
                StoredShard value = ContractJson.DOCUMENTS.readValue(entry.getValue(), StoredShard.class);
                if (value.sinks().containsKey("crm")) {
                    return value.sinks().get("crm");
                }
            }
        }
        return new StoredSink("0:0", new byte[0], Counts.NONE, "absent", null, null, null, null, null);
    }

    private static TypeDocument type() throws IOException {
        return new TypeDocument(
                "webhook",
                "1",
                List.of("Webhook"),
                new YAMLMapper().readTree(Catalog.type("webhook")).get("spec"));
    }

    private static DeliverySettings settings() {
        return new DeliverySettings(
                1,
                3600,
                LOG_BYTES,
                0,
                new DeliverySettings.Archive(3600, 1 << 26, 100_000, 1),
                new DeliverySettings.Egress(List.of("127.0.0.0/8"), List.of()));
    }

    private DestinationDocument destination() {
        ObjectNode config = ContractJson.DOCUMENTS.createObjectNode().put("url", "http://127.0.0.1:" + port + "/");
        return new DestinationDocument(
                "crm",
                "uid",
                "webhook",
                "1",
                Map.of(),
                true,
                false,
                null,
                Selection.everything(),
                config,
                null,
                List.of(),
                List.of(),
                new DestinationDocument.Delivery(86_400, 5_000, 8, null, DestinationDocument.Ordering.NONE, 1, 1 << 19),
                null);
    }
}
