package dev.catchment.bench;

import dev.catchment.operator.OperatorMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The operator in a JVM of its own, as its pod runs it, and what it shows of itself. */
record OperatorServer(JavaProcess process, AdminPort admin, long began) implements AutoCloseable {
    /** The collector that takes the least memory: there is no load here that another one would carry better. */
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");

    private static final String PREFIX = "catchment_operator_";

    /** Starts it; it is not ready yet. */
    static OperatorServer start(
            BenchCluster cluster, Broker broker, String namespace, OperatorOptions options, Path log)
            throws IOException {
        int port = Loopback.freePort();
        Map<String, String> environment = new HashMap<>(cluster.operatorEnvironment());
        environment.put("CATCHMENT_NATS_SERVERS", broker.servers());
        environment.put("CATCHMENT_INGEST_IMAGE", "localhost/ingest:bench");
        environment.put("CATCHMENT_DELIVERY_IMAGE", "localhost/delivery:bench");
        environment.put("CATCHMENT_WATCH_NAMESPACES", namespace);
        environment.put("CATCHMENT_LOG_MAX_BYTES", "1Gi");
        environment.put("CATCHMENT_ARCHIVE_MAX_BYTES", "1Gi");
        environment.put("CATCHMENT_ADMIN_PORT", Integer.toString(port));
        List<String> jvm = new ArrayList<>(JVM);
        jvm.add("-Xmx" + options.heap());
        jvm.addAll(options.jvm());
        long began = System.nanoTime();
        JavaProcess process = JavaProcess.startWith(jvm, OperatorMain.class, List.of(), environment, log);
        return new OperatorServer(process, new AdminPort(port), began);
    }

    long pid() {
        return process.pid();
    }

    /** How many resources of all kinds are, or are not, ready. */
    long resources(String ready) throws IOException, InterruptedException {
        return (long) admin.sum(PREFIX + "resources", "ready=\"" + ready + "\"");
    }

    /** How often it compiled the plan. */
    long compilations() throws IOException, InterruptedException {
        return (long) admin.sum(PREFIX + "plan_compile_seconds_count", "");
    }

    long documentsWritten() throws IOException, InterruptedException {
        return (long) (admin.sum(PREFIX + "plan_documents_written_total", "")
                + admin.sum(PREFIX + "plan_documents_removed_total", ""));
    }

    /** Requests to kube-apiserver with this in their labels. */
    long requests(String label) throws IOException, InterruptedException {
        return (long) admin.sum(PREFIX + "api_requests_total", label);
    }

    boolean ended() {
        return !process.process().isAlive();
    }

    @Override
    public void close() {
        admin.close();
        process.close();
    }
}
