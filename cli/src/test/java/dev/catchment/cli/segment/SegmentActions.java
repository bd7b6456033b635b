package dev.catchment.cli.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Segment's own code, run by Node: what it makes of mappings and triggers. */
final class SegmentActions {
    private static final JsonMapper JSON = new JsonMapper();
    /** Maven says which module it tests. */
    private static final Path SCRIPT = Path.of(System.getProperty("basedir", "cli"))
            .toAbsolutePath()
            .getParent()
            .resolve("e2e/sdk/node/segment-actions.mjs");

    private static final int PATIENCE_SECONDS = 120;

    private SegmentActions() {}

    /** @param cases {@code {mapping, event}} or {@code {trigger, event}}; the results are in their order */
    static List<JsonNode> results(List<? extends JsonNode> cases) throws IOException, InterruptedException {
        Path in = Files.createTempFile("segment-actions", ".ndjson");
        Path out = Files.createTempFile("segment-actions", ".out");
        Path err = Files.createTempFile("segment-actions", ".err");
        try {
            List<String> lines = new ArrayList<>();
            for (JsonNode each : cases) {
                lines.add(JSON.writeValueAsString(each));
            }
            Files.write(in, lines);
            Process node = new ProcessBuilder("node", SCRIPT.toString())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!node.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                node.destroyForcibly();
                throw new IOException(SCRIPT + " does not end");
            }
            if (node.exitValue() != 0) {
                throw new IOException(SCRIPT + ": " + Files.readString(err));
            }
            List<JsonNode> results = new ArrayList<>();
            for (String line : Files.readAllLines(out)) {
                results.add(JSON.readTree(line));
            }
            if (results.size() != cases.size()) {
                throw new IOException(results.size() + " results for " + cases.size() + " cases");
            }
            return results;
        } finally {
            Files.delete(in);
            Files.delete(out);
            Files.delete(err);
        }
    }
}
