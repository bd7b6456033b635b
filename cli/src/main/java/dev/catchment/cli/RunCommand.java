package dev.catchment.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A whole hub on this machine, from a folder of resources, until Ctrl-C. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the resources of a folder on this machine, without Kubernetes: broker, ingest, delivery and archive.",
            "An edit in the folder takes effect at once; one with a mistake changes nothing and is named with its line."
        })
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "a folder with the resources' YAML files, Secrets included")
    private Path folder = Path.of(".");

    @Option(names = "--http-port", defaultValue = "8080", description = "for events (default: ${DEFAULT-VALUE})")
    private int httpPort;

    @Option(
            names = "--admin-port",
            defaultValue = "8081",
            description = "for /livez, /readyz and /metrics (default: ${DEFAULT-VALUE})")
    private int adminPort;

    @Option(names = "--nats", paramLabel = "URL", description = "a NATS with JetStream, instead of one started here")
    private @Nullable String nats;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".catchment",
            description = "where everything is stored (default: ./${DEFAULT-VALUE})")
    private Path data = Path.of(".catchment");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Cleanup started = new Cleanup();
        Thread onSignal = Thread.ofPlatform().unstarted(() -> {
            started.close();
            // Asked to end and ended well: without this the exit code would be the signal's.
            Runtime.getRuntime().halt(0);
        });
        Runtime.getRuntime().addShutdownHook(onSignal);
        try (started) {
            requireFree(httpPort, "--http-port");
            requireFree(adminPort, "--admin-port");
            LocalHub hub = LocalHub.start(
                    new LocalHub.Options(folder, httpPort, adminPort, nats, data), started, Clock.systemUTC());
            hub.banner().print(out, hub.secrets());
            hub.followFolder();
            return 0;
        } finally {
            endBySignalOnly(onSignal);
        }
    }

    /** Under a signal the hook has the last word. */
    private static void endBySignalOnly(Thread hook) throws InterruptedException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            Thread.currentThread().join();
        }
    }

    private static void requireFree(int port, String option) throws CommandFailure {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandFailure(
                    "port " + port + " of 127.0.0.1 is in use: end what listens there, or choose another " + option, e);
        }
    }
}
