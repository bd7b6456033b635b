package dev.catchment.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A {@link Receiver} in a JVM of its own, and what it counts. */
record ReceiverServer(JavaProcess process, int port, Tally tally) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** @param timing whether to measure how old events are when they are answered */
    static ReceiverServer start(Path folder, boolean timing) throws IOException, InterruptedException {
        int port = Loopback.freePort();
        Path file = folder.resolve("tally-" + port);
        Tally tally = Tally.open(file);
        JavaProcess process = JavaProcess.start(
                Receiver.class,
                List.of("-Xmx256m"),
                List.of(Integer.toString(port), file.toString(), Boolean.toString(timing)),
                Map.of(),
                folder.resolve("receiver-" + port + ".log"));
        ReceiverServer receiver = new ReceiverServer(process, port, tally);
        try {
            receiver.awaitReady();
            return receiver;
        } catch (IOException | InterruptedException | RuntimeException e) {
            receiver.close();
            throw e;
        }
    }

    /** Where requests of this group go. */
    String url(int group, String more) {
        return "http://127.0.0.1:" + port + "/" + group + "/" + more;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (!process.process().isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("the receiver did not start; see " + process.log(), e);
                }
                Thread.sleep(20);
            }
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
