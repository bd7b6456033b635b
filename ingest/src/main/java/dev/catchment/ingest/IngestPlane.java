package dev.catchment.ingest;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.PlanWatcher;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import io.helidon.webserver.WebServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running ingest process, or its part of {@code catchment run}: the tracking API, the plan it follows, and the writers
 * of the log. Until a whole plan is read it answers 503.
 */
public final class IngestPlane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestPlane.class);

    private final Connection connection;
    private final PlanWatcher watcher;
    private final CountsWriter counts;
    private final IngestLog log;
    private final Connections connections;
    private final WebServer tracking;
    private final WebServer admin;
    private final PrometheusMeterRegistry registry;
    /** No more requests are wanted: others shall have them. */
    private volatile boolean parting;

    private IngestPlane(
            IngestConfig config,
            ServerLimits limits,
            UnaryOperator<FrameSink> sinks,
            Duration countsEvery,
            Clock clock,
            Connection connection)
            throws IOException, JetStreamApiException, InterruptedException {
        this.connection = connection;
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Subjects names = new Subjects(config.hub());
        log = new IngestLog(partition -> new FrameWriter(
                partition,
                sinks.apply(new JetStreamSink(
                        config.broker(),
                        "ingest " + config.instance() + " log " + partition,
                        names.logStream(partition),
                        names.logSubject(partition))),
                clock,
                FrameMeters.of(registry, partition)));
        // A source that leaves the plan and comes back counts on.
        Map<String, SourceMeters> meters = new ConcurrentHashMap<>();
        IngestPlan plan = new IngestPlan(
                source -> meters.computeIfAbsent(source, name -> new SourceMeters(registry, name)), log::open);
        connections = new Connections(limits, registry);
        MemoryBudget budget = new MemoryBudget(config.waitingBytes(), connections::dropSlowBodies);
        Gauge.builder("catchment.ingest.waiting.bytes", budget, MemoryBudget::used)
                .description("Bodies that are being read or wait to be stored")
                .register(registry);
        Acceptance acceptance = new Acceptance(plan::keys, log, clock, new SourceMeters(registry, ""));
        admin = AdminServer.create(config.host(), config.adminPort(), registry, this::notReady);
        tracking = TrackingServer.create(
                config,
                limits,
                connections,
                new RefusalLimit(new AddressLimits(System::nanoTime), plan::addresses),
                new Parting(() -> parting),
                new Routes(acceptance, budget, plan::addresses, new SdkMetrics(registry)));
        watcher = PlanWatcher.start(connection, names, Plane.INGEST, config.instance(), plan);
        counts = CountsWriter.start(connection, names, config.instance(), countsEvery, clock, meters);
    }

    /**
     * Starts to listen; {@code /readyz} tells when the plan is read.
     *
     * @throws IOException if NATS cannot be reached
     * @throws JetStreamApiException if the hub's buckets are not there
     */
    public static IngestPlane start(IngestConfig config, Clock clock)
            throws IOException, JetStreamApiException, InterruptedException {
        return start(config, clock, () -> {});
    }

    /**
     * As {@link #start(IngestConfig, Clock)}.
     *
     * @param beforeListening called when the hub is there
     */
    static IngestPlane start(IngestConfig config, Clock clock, Runnable beforeListening)
            throws IOException, JetStreamApiException, InterruptedException {
        return start(
                config, ServerLimits.DEFAULT, UnaryOperator.identity(), CountsWriter.EVERY, clock, beforeListening);
    }

    /**
     * With other limits than those that are documented.
     *
     * @param sinks stands between the writers and the log
     * @param countsEvery how often counts are written where they changed
     */
    static IngestPlane start(
            IngestConfig config, ServerLimits limits, UnaryOperator<FrameSink> sinks, Duration countsEvery, Clock clock)
            throws IOException, JetStreamApiException, InterruptedException {
        return start(config, limits, sinks, countsEvery, clock, () -> {});
    }

    private static IngestPlane start(
            IngestConfig config,
            ServerLimits limits,
            UnaryOperator<FrameSink> sinks,
            Duration countsEvery,
            Clock clock,
            Runnable beforeListening)
            throws IOException, JetStreamApiException, InterruptedException {
        Connection connection = BrokerConnection.open(config.broker(), "ingest " + config.instance());
        try {
            IngestPlane plane = new IngestPlane(config, limits, sinks, countsEvery, clock, connection);
            beforeListening.run();
            plane.listen();
            return plane;
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void listen() {
        try {
            connections.start();
            admin.start();
            tracking.start();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        LOG.atInfo()
                .addKeyValue("httpPort", httpPort())
                .addKeyValue("adminPort", adminPort())
                .log("ingest listens");
    }

    public int httpPort() {
        return tracking.port();
    }

    public int adminPort() {
        return admin.port();
    }

    /** Whether a whole plan is in force and the broker is connected. */
    public boolean ready() {
        return notReady().isEmpty();
    }

    /**
     * An instance that has lost the broker says so at once, and the probe's own patience tells an outage from the restart
     * of a server. It must get no part of the requests while another instance can store them. If none can, clients are
     * refused a connection instead of being answered 503: SDKs send again after the one as after the other.
     */
    private Optional<String> notReady() {
        if (parting) {
            return Optional.of("going down");
        }
        if (!watcher.complete() || !log.isOpen()) {
            return Optional.of("no plan yet");
        }
        return connection.getStatus() == Connection.Status.CONNECTED
                ? Optional.empty()
                : Optional.of("NATS is " + connection.getStatus());
    }

    /**
     * Ends as a pod does. Whoever routes requests here may not know yet that it ends, so it serves on for a while,
     * without being ready and without keeping connections; then it closes.
     */
    void drain(Duration serveOn) {
        parting = true;
        LOG.atInfo().log("going down; serves on for {} s", serveOn.toSeconds());
        try {
            Thread.sleep(serveOn);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** Accepts no more, answers what is under way, writes what is accepted, and ends. */
    @Override
    public void close() {
        parting = true;
        tracking.stop();
        connections.close();
        watcher.close();
        log.close();
        counts.close();
        admin.stop();
        registry.close();
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
