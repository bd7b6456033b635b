package dev.catchment.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A nats-server with JetStream as a child process on the loopback interface, its store under one folder, every write
 * fsynced before it is acknowledged. For {@code catchment run}, which needs it secured, and for tests.
 */
public final class NatsProcess implements AutoCloseable {
    /** Older servers drop the result of a failed fsync. */
    private static final int[] MINIMUM = {2, 14};

    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\.\\d+");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path binary;
    private final Path folder;
    private final int port;
    private final Optional<NatsLogin> login;
    private volatile String more;
    private volatile Process process;

    private NatsProcess(Path binary, Path folder, int port, Optional<NatsLogin> login, String more) throws IOException {
        this.more = more;
        this.binary = binary;
        this.folder = folder;
        this.port = port;
        this.login = login;
        this.process = launch();
    }

    /**
     * Starts a server that anybody on this machine may use, for tests, and waits until it answers. It ends with this
     * JVM. A server that an earlier process left behind in this folder is ended first.
     *
     * @param folder for its store, configuration, log and pid; created if absent
     * @throws IOException if the binary is too old or the server does not come up; the message says why
     */
    public static NatsProcess start(Path binary, Path folder) throws IOException, InterruptedException {
        return start(binary, folder, "");
    }

    /**
     * As {@link #start(Path, Path)}, with a configuration of the test's own.
     *
     * @param more lines of the server's configuration
     */
    public static NatsProcess start(Path binary, Path folder, String more) throws IOException, InterruptedException {
        NatsProcess server = start(binary, folder, Optional.empty(), more);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    /**
     * Starts a server that asks for a user and a password, which lie in the folder and are readable by its owner only.
     * It ends by {@link #close()} alone: who drains before the end of the JVM needs it until then.
     */
    public static NatsProcess startSecured(Path binary, Path folder) throws IOException, InterruptedException {
        return start(binary, folder, Optional.of(NatsLogin.inFolder(folder)), "");
    }

    private static NatsProcess start(Path binary, Path folder, Optional<NatsLogin> login, String more)
            throws IOException, InterruptedException {
        checkVersion(binary);
        Files.createDirectories(folder);
        endLeftBehind(folder);
        NatsProcess server = new NatsProcess(binary, folder, freePort(), login, more);
        try {
            server.awaitReady();
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** How to connect to it. */
    public BrokerSettings settings() {
        return new BrokerSettings(
                List.of(url()), Optional.empty(), login.map(NatsLogin::userFile), login.map(NatsLogin::passwordFile));
    }

    /** Waits until the server ends, for whatever reason. */
    public void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** {@code nats://127.0.0.1:port}; the same after {@link #restart()}. */
    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    public long pid() {
        return process.pid();
    }

    /** As {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends the server and starts it again with other lines of configuration, on the same port and store. */
    public void restart(String other) throws IOException, InterruptedException {
        close();
        more = other;
        restart();
    }

    /** Starts the server again on the same port and store, after {@link #kill()} or {@link #close()}. */
    public void restart() throws IOException, InterruptedException {
        if (process.isAlive()) {
            throw new IllegalStateException("nats-server still runs");
        }
        process = launch();
        awaitReady();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Process launch() throws IOException {
        Path configuration = folder.resolve("nats.conf");
        // The size is no limit: the streams have theirs. What the server would take for one, a part of the disk that
        // is free at its start, shrinks with what it stores, and then it refuses its own streams.
        PrivateFile.write(configuration, """
                host: "127.0.0.1"
                port: %d
                max_payload: 1048576
                jetstream {
                  store_dir: "%s"
                  sync_interval: always
                  max_file_store: 1000TB
                }
                %s%s""".formatted(
                        port,
                        folder.resolve("jetstream"),
                        login.isPresent() ? login.get().configuration() : "",
                        more));
        List<String> command = new ArrayList<>(OwnProcessGroup.prefix());
        command.addAll(List.of(
                binary.toString(),
                "-c",
                configuration.toString(),
                "-P",
                pidFile(folder).toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return folder.resolve("nats.log");
    }

    private static Path pidFile(Path folder) {
        return folder.resolve("nats.pid");
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IOException("nats-server ended at once; the end of " + log() + ": " + lastLines());
            }
            if (answers()) {
                return;
            }
            Thread.sleep(20);
        }
        throw new IOException("nats-server did not answer on port " + port + " within " + PATIENCE.toSeconds()
                + " s; the end of " + log() + ": " + lastLines());
    }

    private boolean answers() {
        try (java.net.Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1000);
            byte[] info = socket.getInputStream().readNBytes(4);
            return new String(info, StandardCharsets.US_ASCII).equals("INFO");
        } catch (IOException e) {
            return false;
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log());
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    /** A parent that was killed could not end its child: the pid file tells which one it was. */
    private static void endLeftBehind(Path folder) throws IOException, InterruptedException {
        Path file = pidFile(folder);
        if (!Files.exists(file)) {
            return;
        }
        String text = Files.readString(file).strip();
        Optional<ProcessHandle> left = text.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(text));
        boolean ours = left.flatMap(p -> p.info().commandLine())
                .map(line -> line.contains(folder.resolve("nats.conf").toString()))
                .orElse(false);
        if (ours) {
            left.orElseThrow().destroy();
            try {
                left.orElseThrow().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("nats-server " + text + " still uses " + folder + " and does not end", e);
            }
        }
    }

    private static void checkVersion(Path binary) throws IOException, InterruptedException {
        Process asked = new ProcessBuilder(binary.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        asked.waitFor();
        Matcher version = VERSION.matcher(answer);
        boolean recent = version.find()
                && Arrays.compare(
                                new int[] {Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))},
                                MINIMUM)
                        >= 0;
        if (!recent) {
            throw new IOException(binary + " is \"" + answer.strip() + "\"; Catchment needs nats-server 2.14 or newer:"
                    + " older ones acknowledge what a failed fsync lost");
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
