package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.broker.AppliedReports;
import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.NatsProcess;
import dev.catchment.broker.PlanPublisher;
import dev.catchment.broker.Provisioner;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.frame.EventComposer;
import dev.catchment.contract.frame.Frame;
import dev.catchment.contract.plan.AppliedReport;
import dev.catchment.contract.plan.IngestSettings;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.SourceDocument;
import dev.catchment.testkit.TestNats;
import io.nats.client.Connection;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;

/** A real nats-server, a hub provisioned in it, and an ingest plane. */
final class IngestFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    static final HubId HUB = new HubId("team", "acme");
    static final Subjects NAMES = new Subjects(HUB);

    final NatsProcess nats;
    final PlanPublisher publisher;
    final IngestPlane plane;
    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Connection connection;

    private final int partitions;

    private IngestFixture(
            NatsProcess nats, Connection connection, PlanPublisher publisher, IngestPlane plane, int partitions) {
        this.partitions = partitions;
        this.nats = nats;
        this.connection = connection;
        this.publisher = publisher;
        this.plane = plane;
    }

    /** With sources {@code web} (key {@code web-key}) and {@code app} (key {@code app-key}). */
    static IngestFixture start(Path folder, int partitions) throws Exception {
        return start(folder, partitions, 1 << 26);
    }

    static IngestFixture start(Path folder, int partitions, long logBytes) throws Exception {
        return start(
                folder,
                partitions,
                logBytes,
                IngestConfig.DEFAULT_WAITING_BYTES,
                ServerLimits.DEFAULT,
                UnaryOperator.identity());
    }

    /** With other limits than those of production. */
    static IngestFixture start(Path folder, ServerLimits limits) throws Exception {
        return start(folder, 1, 1 << 26, IngestConfig.DEFAULT_WAITING_BYTES, limits, UnaryOperator.identity());
    }

    /** @param sinks slows the log down */
    static IngestFixture start(
            Path folder,
            int partitions,
            long logBytes,
            long waitingBytes,
            ServerLimits limits,
            UnaryOperator<FrameSink> sinks)
            throws Exception {
        NatsProcess nats = TestNats.start(folder);
        Connection connection = BrokerConnection.open(BrokerSettings.of(nats.url()), "test");
        new Provisioner(connection, new HubSpec(HUB, partitions, 1, logBytes, 1 << 26, 1 << 24)).ensure();
        PlanPublisher publisher = new PlanPublisher(connection, NAMES);
        publisher.publish(List.of(new IngestSettings(partitions), source("web", "web-key"), source("app", "app-key")));
        IngestConfig config =
                new IngestConfig(HUB, "ingest-0", "127.0.0.1", 0, 0, waitingBytes, BrokerSettings.of(nats.url()));
        IngestPlane plane =
                IngestPlane.start(config, limits, sinks, CountsWriter.EVERY, Clock.fixed(NOW, ZoneOffset.UTC));
        await().until(plane::ready);
        return new IngestFixture(nats, connection, publisher, plane, partitions);
    }

    static SourceDocument source(String name, String... keys) throws Exception {
        return source(name, List.of(), keys);
    }

    static SourceDocument source(String name, List<String> allowedOrigins, String... keys) throws Exception {
        List<SourceDocument.WriteKey> hashes = new ArrayList<>();
        for (String key : keys) {
            hashes.add(new SourceDocument.WriteKey(sha256(key), null));
        }
        return new SourceDocument(name, "server", true, hashes, allowedOrigins, null);
    }

    static String sha256(String key) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    }

    void publish(PlanDocument... documents) throws Exception {
        publisher.publish(Arrays.asList(documents));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + plane.httpPort() + path));
    }

    static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** Authorized as source web. */
    HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path)
                .header("Authorization", basic("web-key:"))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The answers to requests as they stand on the wire, one after the other on one connection. */
    String raw(String requests) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), plane.httpPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    String admin(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + plane.adminPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** A number of {@code /metrics}; 0 if it is not there. */
    double metric(String name) throws Exception {
        return admin("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElse(0);
    }

    List<Frame> frames(int partition) throws Exception {
        // After a restart of the server this connection comes back on its own, not together with the plane's.
        await().pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(20))
                .until(() -> connection.getStatus() == Connection.Status.CONNECTED);
        String stream = NAMES.logStream(partition);
        StreamState state =
                connection.jetStreamManagement().getStreamInfo(stream).getStreamState();
        List<Frame> frames = new ArrayList<>();
        for (long sequence = Math.max(1, state.getFirstSequence()); sequence <= state.getLastSequence(); sequence++) {
            frames.add(Frame.decode(connection
                    .jetStreamManagement()
                    .getMessage(stream, sequence)
                    .getData()));
        }
        return frames;
    }

    /** Every event in the log, in its order, as a destination sees it. */
    List<ObjectNode> events(int partition) throws Exception {
        List<ObjectNode> events = new ArrayList<>();
        for (Frame frame : frames(partition)) {
            for (int event = 0; event < frame.count(); event++) {
                events.add(EventComposer.compose(frame, event));
            }
        }
        return events;
    }

    /** Of all partitions. */
    List<ObjectNode> events() throws Exception {
        List<ObjectNode> events = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            events.addAll(events(partition));
        }
        return events;
    }

    List<String> messageIds() throws Exception {
        return events().stream()
                .map(event -> event.get("messageId").textValue())
                .toList();
    }

    /** Such as {@code web user-1}. */
    List<String> usersBySource() throws Exception {
        List<String> users = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            for (Frame frame : frames(partition)) {
                for (int event = 0; event < frame.count(); event++) {
                    users.add(frame.source(event) + " "
                            + EventComposer.compose(frame, event).get("userId").textValue());
                }
            }
        }
        return users;
    }

    /** The log holds one frame with one event. */
    Frame onlyFrame() throws Exception {
        List<Frame> frames = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            frames.addAll(frames(partition));
        }
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().count()).isEqualTo(1);
        return frames.getFirst();
    }

    void emptyLog(int partition) throws Exception {
        connection.jetStreamManagement().purgeStream(NAMES.logStream(partition));
    }

    /** What the plane reports about its plan. */
    AppliedReport applied() throws Exception {
        return AppliedReports.read(connection, NAMES, Plane.INGEST).get("ingest-0");
    }

    @Override
    public void close() {
        plane.close();
        http.close();
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        nats.close();
    }
}
