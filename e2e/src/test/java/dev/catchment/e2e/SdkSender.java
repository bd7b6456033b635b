package dev.catchment.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Makes calls with a real SDK in a process of its own, which ends when the SDK has an answer for every call. */
final class SdkSender {
    private static final Path SDKS = Repository.ROOT.resolve("e2e/sdk");
    private static final Path PYTHON = SDKS.resolve("python/.venv/bin/python");
    private static final Path GO = SDKS.resolve("go/.bin/send");
    private static final Path NODE_MODULES = SDKS.resolve("node/node_modules/.package-lock.json");

    private SdkSender() {}

    /**
     * @param sdk a module of {@code e2e/sdk/node}
     * @param round so many calls are sent and answered before the next ones are made
     */
    static void node(String sdk, String host, String writeKey, List<ObjectNode> calls, int round)
            throws IOException, InterruptedException {
        // Two whole batches a round: a rest would wait for the SDK's timer.
        String batch = Integer.toString(round / 2);
        send(calls, round, file -> List.of("node", "send.mjs", sdk, host, writeKey, file, batch));
    }

    static void python(String host, String writeKey, List<ObjectNode> calls, String... options)
            throws IOException, InterruptedException {
        send(calls, calls.size(), file -> {
            List<String> command =
                    new ArrayList<>(List.of(PYTHON.toString(), "../python/send.py", host, writeKey, file));
            Collections.addAll(command, options);
            return command;
        });
    }

    static void go(String host, String writeKey, List<ObjectNode> calls) throws IOException, InterruptedException {
        send(calls, calls.size(), file -> List.of(GO.toString(), host, writeKey, file));
    }

    private interface Sending {
        List<String> command(String file);
    }

    private static void send(List<ObjectNode> calls, int round, Sending sending)
            throws IOException, InterruptedException {
        install();
        Path file = Files.createTempFile("calls", ".ndjson");
        try {
            write(calls, round, file);
            Command.run(SDKS.resolve("node"), sending.command(file.toString()).toArray(String[]::new))
                    .lines();
        } finally {
            Files.delete(file);
        }
    }

    /** One call per line; an empty line between two rounds. */
    static void write(List<ObjectNode> calls, int round, Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < calls.size(); i++) {
                if (i > 0 && i % round == 0) {
                    writer.newLine();
                }
                writer.write(calls.get(i).toString());
                writer.newLine();
            }
        }
    }

    /** `make test-tools` has done it already, an IDE has not. */
    static synchronized void install() throws IOException, InterruptedException {
        if (!Files.exists(NODE_MODULES) || !Files.exists(PYTHON) || !Files.exists(GO)) {
            Command.run(Repository.ROOT, "e2e/setup/install-sdks.sh").lines();
        }
    }
}
