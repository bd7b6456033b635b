package dev.catchment.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real nats-server with whatever configuration a test gives it: users, limits, or no JetStream at all. */
public final class ConfiguredNats implements AutoCloseable {
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final Path folder;
    private final int port;
    private ChildProcess process;

    private ConfiguredNats(Path folder, int port, ChildProcess process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts it on a free port of the loopback interface and waits until it answers.
     *
     * @param configuration without host and port; {@code %s} stands for a folder for the store
     */
    public static ConfiguredNats start(Path folder, String configuration) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        int port = ChildProcess.freePort();
        write(folder, port, configuration);
        ConfiguredNats nats = new ConfiguredNats(folder, port, launch(folder));
        nats.awaitReady();
        return nats;
    }

    /** Ends it and starts it with another configuration, on the same port and store. */
    public void restart(String configuration) throws IOException, InterruptedException {
        process.close();
        write(folder, port, configuration);
        process = launch(folder);
        awaitReady();
    }

    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    private static void write(Path folder, int port, String configuration) throws IOException {
        Files.writeString(
                folder.resolve("nats.conf"),
                "host: \"127.0.0.1\"\nport: " + port + "\n" + configuration.replace("%s", folder + "/jetstream"));
    }

    private static ChildProcess launch(Path folder) throws IOException {
        return ChildProcess.start(
                TestNats.binary(), folder, "-c", folder.resolve("nats.conf").toString());
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!answers()) {
            process.requireAlive();
            if (System.nanoTime() > end) {
                throw new IOException("nats-server does not answer on port " + port);
            }
            Thread.sleep(20);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1000);
            byte[] info = socket.getInputStream().readNBytes(4);
            return new String(info, StandardCharsets.US_ASCII).equals("INFO");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
