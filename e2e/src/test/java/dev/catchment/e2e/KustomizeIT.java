package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.testkit.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With the shipped configuration kustomize renames every reference in our resources: the schemas say which there are, so
 * that a new one without a row fails here.
 */
class KustomizeIT {
    private static final Path CONFIGURATION = Repository.ROOT.resolve("helm/kustomize/name-reference.yaml");
    private static final Path EXAMPLE = Repository.ROOT.resolve("e2e/src/test/kustomize");
    /** A type's name is no reference by its form. */
    private static final String TYPE = "Destination spec/type";

    @TempDir
    private Path folder;

    @Test
    void everyReferenceInTheSchemasHasARow() throws IOException {
        assertThat(rows()).isEqualTo(references());
    }

    @Test
    void kubectlKustomizeRenamesEveryReference() throws Exception {
        // Given
        try (Stream<Path> files = Files.list(EXAMPLE)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.copy(CONFIGURATION, folder.resolve("name-reference.yaml"));

        // When
        List<JsonNode> built = documents(String.join(
                "\n",
                Command.run(folder, TestCluster.kubectl().toString(), "kustomize", ".")
                        .lines()));

        // Then whatever is named is there by that name
        Set<String> names = new HashSet<>();
        built.forEach(object -> names.add(object.at("/metadata/name").asText()));
        assertThat(names).allMatch(name -> name.startsWith("eu-"));
        Set<String> seen = new TreeSet<>();
        for (String reference : references()) {
            String[] parts = reference.split(" ", 2);
            for (JsonNode object : built) {
                if (object.path("kind").asText().equals(parts[0])) {
                    for (String value : values(object, parts[1].split("/", -1))) {
                        if (reference.equals(TYPE) && value.equals("webhook")) {
                            continue; // one of the built-in types, which no kustomization has
                        }
                        assertThat(names).as(reference).contains(value);
                        seen.add(reference);
                    }
                }
            }
        }
        assertThat(seen).as("references in the example").isEqualTo(references());
        assertThat(names).filteredOn(name -> name.startsWith("eu-secret-")).hasSize(1);
    }

    private static Set<String> rows() throws IOException {
        Set<String> rows = new TreeSet<>();
        Helm.tree(Files.readString(CONFIGURATION)).path("nameReference").forEach(target -> target.path("fieldSpecs")
                .forEach(row -> rows.add(
                        row.path("kind").asText() + " " + row.path("path").asText())));
        return rows;
    }

    /** {@code Kind path/to/name} of each field that holds the name of another object. */
    private static Set<String> references() throws IOException {
        Set<String> found = new TreeSet<>(Set.of(TYPE));
        try (Stream<Path> files = Files.list(Repository.ROOT.resolve("crds/api/crds"))) {
            for (Path file : files.toList()) {
                JsonNode crd = Helm.tree(Files.readString(file));
                String kind = crd.at("/spec/names/kind").asText();
                crd.at("/spec/versions")
                        .forEach(version ->
                                collect(kind, "spec", version.at("/schema/openAPIV3Schema/properties/spec"), found));
            }
        }
        return found;
    }

    private static void collect(String kind, String path, JsonNode schema, Set<String> found) {
        if (schema.has("items")) {
            collect(kind, path, schema.path("items"), found);
        }
        if (path.matches(".*Refs?/name") || path.endsWith("SecretName")) {
            found.add(kind + " " + path);
        }
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            collect(kind, path + "/" + field.getKey(), field.getValue(), found);
        }
        if (schema.path("additionalProperties").isObject()) {
            collect(kind, path + "/*", schema.path("additionalProperties"), found);
        }
    }

    private static List<String> values(JsonNode node, String[] path) {
        if (node.isArray()) {
            List<String> all = new ArrayList<>();
            node.forEach(element -> all.addAll(values(element, path)));
            return all;
        }
        if (path.length == 0) {
            return node.isMissingNode() ? List.of() : List.of(node.asText());
        }
        return values(node.path(path[0]), Arrays.copyOfRange(path, 1, path.length));
    }

    private static List<JsonNode> documents(String yaml) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (String document : yaml.split("(?m)^---$", -1)) {
            all.add(Helm.tree(document));
        }
        return all;
    }
}
