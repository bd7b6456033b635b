package dev.catchment.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What kubectl wait, Argo CD and Flux take objects to be, by the rules of sigs.k8s.io/cli-utils themselves. */
public final class Kstatus {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Kstatus() {}

    /**
     * {@code Current}, {@code InProgress}, {@code Failed}, {@code Terminating}, {@code NotFound} or {@code Unknown} for
     * each.
     *
     * @param client writes the objects as it reads them
     * @throws IOException if the program does not take one of them; the message has its words
     */
    public static List<String> of(KubernetesClient client, List<? extends HasMetadata> objects)
            throws IOException, InterruptedException {
        return ask(client, objects, List.of(binary().toString()));
    }

    /**
     * What Argo CD takes each to be with this script for their health: {@code Healthy}, {@code Progressing} or
     * {@code Degraded}.
     *
     * @throws IOException if the script fails on one of them; the message has its words
     */
    public static List<String> argoCd(KubernetesClient client, List<? extends HasMetadata> objects, Path script)
            throws IOException, InterruptedException {
        return ask(client, objects, List.of(binary().toString(), script.toString()));
    }

    private static List<String> ask(KubernetesClient client, List<? extends HasMetadata> objects, List<String> command)
            throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (HasMetadata object : objects) {
            lines.append(client.getKubernetesSerialization().asJson(object).replace("\n", ""))
                    .append('\n');
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(answer);
        }
        List<String> statuses = new ArrayList<>();
        for (String line : answer.lines().toList()) {
            JsonNode result = JSON.readTree(line);
            statuses.add(result.path("status").asText());
        }
        return statuses;
    }

    private static Path binary() {
        String path = System.getenv("CATCHMENT_KSTATUS");
        if (path == null || !Files.isExecutable(Path.of(path))) {
            throw new IllegalStateException(
                    "CATCHMENT_KSTATUS does not name the kstatus program: run the tests with `make test`, which builds it");
        }
        return Path.of(path);
    }
}
