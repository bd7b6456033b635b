package dev.catchment.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The helm that {@code make test-tools} installed, and the chart.
 *
 * @param cluster flags that say which cluster; none: it may not look at any
 */
record Helm(List<String> cluster) {
    static final Path CHART = Repository.ROOT.resolve("helm/catchment");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final KubernetesSerialization OBJECTS = new KubernetesSerialization();

    static Helm withoutCluster() {
        return new Helm(List.of());
    }

    static Helm of(Path kubeconfig) {
        return new Helm(List.of("--kubeconfig", kubeconfig.toString()));
    }

    Command run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(binary()));
        command.addAll(List.of(arguments));
        command.addAll(cluster);
        return Command.run(Repository.ROOT, command.toArray(String[]::new));
    }

    /** The objects that the chart makes of these values in a cluster that has everything: each a YAML document. */
    static List<String> render(String... values) throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("template", "catchment", CHART.toString(), "--namespace", "catchment-system"));
        arguments.addAll(List.of(values));
        String all = String.join(
                "\n", withoutCluster().run(arguments.toArray(String[]::new)).lines());
        return Arrays.stream(all.split("(?m)^---$"))
                .filter(document -> document.contains("kind:"))
                .toList();
    }

    static JsonNode tree(String document) throws IOException {
        return YAML.readTree(document);
    }

    static Stream<HasMetadata> objects(List<String> documents) {
        return documents.stream().map(document -> (HasMetadata) OBJECTS.unmarshal(document));
    }

    /** The one document of this kind and name. */
    static JsonNode find(List<String> documents, String kind, String name) throws IOException {
        for (String document : documents) {
            JsonNode tree = tree(document);
            if (tree.path("kind").asText().equals(kind)
                    && tree.at("/metadata/name").asText().equals(name)) {
                return tree;
            }
        }
        throw new AssertionError("no " + kind + " " + name);
    }

    private static String binary() {
        String path = System.getenv("CATCHMENT_HELM");
        if (path == null || !Files.isExecutable(Path.of(path))) {
            throw new IllegalStateException(
                    "CATCHMENT_HELM does not name helm: run the tests with `make test`, which installs it");
        }
        return path;
    }
}
