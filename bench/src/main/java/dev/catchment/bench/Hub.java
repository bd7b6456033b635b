package dev.catchment.bench;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.PlanPublisher;
import dev.catchment.broker.Provisioner;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.IngestSettings;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.SourceDocument;
import dev.catchment.delivery.log.BrokerClock;
import dev.catchment.delivery.log.LogPurger;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** One hub of one partition in a broker, and what it is told. */
record Hub(Broker broker, Connection connection, PlanPublisher publisher) implements AutoCloseable {
    static final HubId ID = new HubId("bench", "bench");
    static final Subjects NAMES = new Subjects(ID);
    /** Of the plan of {@link #forIngest}. */
    static final int SOURCES = 1_000;

    /** Emptied between runs; no run may fill it. */
    private static final long LOG_BYTES = 16L << 30;

    private static final long ARCHIVE_BYTES = 16L << 30;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** With an empty log and without a plan. */
    static Hub of(Broker broker) throws IOException, InterruptedException, JetStreamApiException {
        Connection connection = BrokerConnection.open(broker.settings(), "bench");
        HubSpec spec = new HubSpec(ID, 1, broker.replicas(), LOG_BYTES, ARCHIVE_BYTES, HubSpec.DEFAULT_PLAN_MAX_BYTES);
        ensure(new Provisioner(connection, spec));
        return new Hub(broker, connection, new PlanPublisher(connection, NAMES));
    }

    /** A cluster that was just started has no leader yet, and refuses. */
    private static void ensure(Provisioner provisioner)
            throws IOException, JetStreamApiException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                provisioner.ensure();
                return;
            } catch (IOException | JetStreamApiException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(200);
            }
        }
    }

    /** With a thousand sources. */
    static Hub forIngest(Broker broker)
            throws IOException, InterruptedException, JetStreamApiException, NoSuchAlgorithmException {
        Hub hub = of(broker);
        List<PlanDocument> plan = new ArrayList<>(List.of(new IngestSettings(1)));
        for (int source = 0; source < SOURCES; source++) {
            plan.add(source(source));
        }
        hub.publish(plan);
        return hub;
    }

    /** Makes this the plan; returns the revisions of its documents, as {@link PlanPublisher#publish} does. */
    Map<String, Long> publish(Collection<PlanDocument> plan)
            throws IOException, JetStreamApiException, InterruptedException {
        return publisher.publish(plan);
    }

    static String writeKey(int source) {
        return "bench-write-key-" + source;
    }

    static SourceDocument source(int number) throws NoSuchAlgorithmException {
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

    /** Removes what has been read, as a director whose destinations keep up does: here, all but the last frame. */
    void purgeRead() throws IOException, JetStreamApiException {
        BrokerClock clock = new BrokerClock(Instant.now(), System::nanoTime);
        new LogPurger(connection, NAMES.logStream(0), clock).purge(lastFrame(), Duration.ZERO);
    }

    void emptyLog() throws IOException, JetStreamApiException {
        connection.jetStreamManagement().purgeStream(NAMES.logStream(0));
    }

    /** Sequence of the log's last frame. */
    long lastFrame() throws IOException, JetStreamApiException {
        return connection
                .jetStreamManagement()
                .getStreamInfo(NAMES.logStream(0))
                .getStreamState()
                .getLastSequence();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        broker.close();
    }
}
