package dev.catchment.bench;

import dev.catchment.contract.PlaneEnvironment;
import dev.catchment.contract.plan.Sealer;
import dev.catchment.delivery.DeliveryMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real delivery plane in a JVM of its own, as its pod runs it. */
record DeliveryServer(JavaProcess process, AdminPort admin) implements AutoCloseable {
    static final String INSTANCE = "delivery-0";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Starts it, and waits until it has read the whole plan. */
    static DeliveryServer start(Hub hub, Path folder, String heap, List<String> jvm)
            throws IOException, InterruptedException {
        Path key = Files.write(folder.resolve("workspace.key"), new byte[Sealer.KEY_BYTES]);
        int port = Loopback.freePort();
        List<String> options = new ArrayList<>(List.of("-Xmx" + heap));
        options.addAll(jvm);
        JavaProcess process = JavaProcess.start(
                DeliveryMain.class,
                options,
                List.of(),
                Map.of(
                        PlaneEnvironment.NAMESPACE, Hub.ID.namespace(),
                        PlaneEnvironment.WORKSPACE, Hub.ID.workspace(),
                        PlaneEnvironment.INSTANCE, INSTANCE,
                        PlaneEnvironment.NATS_SERVERS, hub.broker().servers(),
                        PlaneEnvironment.WORKSPACE_KEY_FILE, key.toString(),
                        PlaneEnvironment.ADMIN_PORT, Integer.toString(port)),
                folder.resolve("delivery-" + port + ".log"));
        DeliveryServer server = new DeliveryServer(process, new AdminPort(port));
        try {
            server.admin.awaitReady(process, PATIENCE);
            return server;
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        admin.close();
        process.close();
    }
}
