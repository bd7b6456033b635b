package dev.catchment.bench;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.NatsProcess;
import dev.catchment.broker.PlanPublisher;
import dev.catchment.broker.Provisioner;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.IngestSettings;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.SourceDocument;
import dev.catchment.delivery.log.LogPurger;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A nats-server that fsyncs every write, with one hub in it that has a thousand sources. */
record Hub(NatsProcess nats, Connection connection) implements AutoCloseable {
    static final int SOURCES = 1_000;

    /** Emptied between runs; no run may fill it. */
    private static final long LOG_BYTES = 16L << 30;

    private static final long OTHER_BYTES = 64 << 20;
    private static final Subjects NAMES = new Subjects(IngestServer.HUB);

    static Hub start(Path folder)
            throws IOException, InterruptedException, JetStreamApiException, NoSuchAlgorithmException {
        NatsProcess nats = NatsProcess.start(Path.of(System.getenv("CATCHMENT_NATS_SERVER")), folder);
        Connection connection = BrokerConnection.open(BrokerSettings.of(nats.url()), "bench");
        new Provisioner(connection, new HubSpec(IngestServer.HUB, 1, 1, LOG_BYTES, OTHER_BYTES, OTHER_BYTES)).ensure();
        List<PlanDocument> plan = new ArrayList<>(List.of(new IngestSettings(1)));
        for (int source = 0; source < SOURCES; source++) {
            plan.add(source(source));
        }
        new PlanPublisher(connection, NAMES).publish(plan);
        return new Hub(nats, connection);
    }

    static String writeKey(int source) {
        return "bench-write-key-" + source;
    }

    private static SourceDocument source(int number) throws NoSuchAlgorithmException {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(writeKey(number).getBytes(StandardCharsets.UTF_8));
        return new SourceDocument(
                "server-" + number,
                "server",
                true,
                List.of(new SourceDocument.WriteKey(HexFormat.of().formatHex(hash), null)),
                List.of(),
                null);
    }

    /** Such as {@code nats-server: v2.15.2}. */
    static String version() throws IOException {
        Process asked = new ProcessBuilder(System.getenv("CATCHMENT_NATS_SERVER"), "--version").start();
        return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Removes what has been read, as a director whose destinations keep up does: here, all but the last frame. */
    void purgeRead() throws IOException, JetStreamApiException {
        String stream = NAMES.logStream(0);
        long last = connection
                .jetStreamManagement()
                .getStreamInfo(stream)
                .getStreamState()
                .getLastSequence();
        new LogPurger(connection, stream).purge(last, Duration.ZERO);
    }

    void emptyLog() throws IOException, JetStreamApiException {
        connection.jetStreamManagement().purgeStream(NAMES.logStream(0));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        nats.close();
    }
}
