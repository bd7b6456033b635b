package dev.catchment.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes calls with Segment's SDK for Node, in a process of its own. */
final class NodeSdk {
    private static final Path FOLDER = Repository.ROOT.resolve("e2e/sdk/node");

    private NodeSdk() {}

    /**
     * Returns when the SDK has an answer for every call.
     *
     * @param round so many calls are sent and answered before the next ones are made
     */
    static void send(String host, String writeKey, List<ObjectNode> calls, int round)
            throws IOException, InterruptedException {
        install();
        Path file = Files.createTempFile("calls", ".ndjson");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < calls.size(); i++) {
                if (i > 0 && i % round == 0) {
                    writer.newLine();
                }
                writer.write(calls.get(i).toString());
                writer.newLine();
            }
        }
        try {
            // Two whole batches a round: a rest would wait for the SDK's timer.
            Command.run(FOLDER, "node", "send.mjs", host, writeKey, file.toString(), Integer.toString(round / 2))
                    .lines();
        } finally {
            Files.delete(file);
        }
    }

    /** Exactly what the lock file says; `make test-tools` has done it already, an IDE has not. */
    private static void install() throws IOException, InterruptedException {
        if (!Files.exists(FOLDER.resolve("node_modules/.package-lock.json"))) {
            Command.run(FOLDER, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                    .lines();
        }
    }
}
