package dev.catchment.api.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Applies valid-*.yaml and invalid-*.yaml to a real kube-apiserver with strict field validation. The first lines of a
 * file say what must come out: "# then: /json/pointer = value" (or "is absent"), "# refused: part of the message". Of
 * several documents in an invalid file all but the last are accepted.
 */
class CrdValidationIT {

    private static final Path FILES = Path.of("src", "test", "resources", "crd");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static KubeApi api;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException {
        api = new KubeApi();
        client = api.client();
        try (var files = Files.list(Path.of("crds"))) {
            for (Path file : files.toList()) {
                client.load(Files.newInputStream(file)).create();
            }
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .list()
                        .getItems())
                .hasSize(CrdGeneration.KINDS.size())
                .allSatisfy(crd -> assertThat(crd.getStatus().getConditions()).anySatisfy(condition -> {
                    assertThat(condition.getType()).isEqualTo("Established");
                    assertThat(condition.getStatus()).isEqualTo("True");
                })));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    static List<Path> valid() throws IOException {
        return files("valid-*.yaml");
    }

    static List<Path> invalid() throws IOException {
        return files("invalid-*.yaml");
    }

    @Test
    void everyCrdIsAcceptedWithoutAnythingAmiss() {
        // Given
        var crds = client.apiextensions().v1().customResourceDefinitions();

        // When
        var found = crds.list().getItems();

        // Then
        assertThat(found).allSatisfy(crd -> assertThat(crd.getStatus().getConditions())
                .noneSatisfy(condition -> assertThat(condition.getType()).isEqualTo("NonStructuralSchema")));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void aValidFileIsAcceptedWithItsDefaults(Path file) throws IOException {
        // Given
        String text = Files.readString(file);
        JsonNode stored = YAML.convertValue("", JsonNode.class);

        // When
        for (String document : documents(text)) {
            stored = YAML.convertValue(apply(document), JsonNode.class);
        }

        // Then
        for (String expected : expectations(text, "# then: ")) {
            if (expected.endsWith(" is absent")) {
                String pointer = expected.substring(0, expected.indexOf(' '));
                assertThat(stored.at(pointer).isMissingNode()).as(expected).isTrue();
            } else {
                String[] sides = expected.split(" = ", 2);
                JsonNode value = stored.at(sides[0]);
                assertThat(value.isTextual() ? value.asText() : value.toString())
                        .as(expected)
                        .isEqualTo(sides[1]);
            }
        }
    }

    @Test
    void theExamplesOfTheReferenceAreAccepted() throws IOException {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("reference")
                        .endMetadata()
                        .build())
                .create();
        List<String> kinds = new ArrayList<>();
        try (var files = Files.newDirectoryStream(Path.of("reference"), "*.yaml")) {
            for (Path file : files) {
                for (String document : documents(Files.readString(file))) {
                    GenericKubernetesResource example = YAML.unmarshal(document, GenericKubernetesResource.class);
                    if (!example.getKind().equals("DestinationType")) {
                        example.getMetadata().setNamespace("reference");
                    }
                    client.resource(example).fieldValidation(Validation.STRICT).create();
                    kinds.add(example.getKind());
                }
            }
        }
        assertThat(kinds)
                .containsExactlyInAnyOrder("Workspace", "Source", "Destination", "Secret", "Filter", "DestinationType");
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void anInvalidFileIsRefusedWithAMessageThatHelps(Path file) throws IOException {
        // Given
        String text = Files.readString(file);
        List<String> documents = documents(text);
        documents.subList(0, documents.size() - 1).forEach(CrdValidationIT::apply);

        // When // Then
        assertThat(expectations(text, "# refused: ")).hasSize(1);
        assertThatThrownBy(() -> apply(documents.getLast()))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(expectations(text, "# refused: ").getFirst());
    }

    @Test
    void withoutStrictValidationAnUnknownFieldIsPruned() {
        // Given
        GenericKubernetesResource source = YAML.unmarshal("""
                apiVersion: catchment.dev/v1alpha1
                kind: Source
                metadata: {name: pruned, namespace: default}
                spec: {workspaceRef: {name: acme}, type: server, colour: red}
                """, GenericKubernetesResource.class);

        // When
        JsonNode stored = YAML.convertValue(client.resource(source).create(), JsonNode.class);

        // Then
        assertThat(stored.at("/spec/type").asText()).isEqualTo("server");
        assertThat(stored.at("/spec/colour").isMissingNode()).isTrue();
    }

    private static GenericKubernetesResource apply(String document) {
        GenericKubernetesResource resource = YAML.unmarshal(document, GenericKubernetesResource.class);
        if (!resource.getKind().equals("DestinationType")) {
            resource.getMetadata().setNamespace("default");
        }
        // not server-side apply: it answers 500 to an unknown field, which the client retries for 20 s
        var strict = client.resource(resource).fieldValidation(Validation.STRICT);
        return client.resource(resource).get() == null ? strict.create() : strict.update();
    }

    private static List<Path> files(String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        try (var files = Files.newDirectoryStream(FILES, glob)) {
            files.forEach(found::add);
        }
        assertThat(found).isNotEmpty();
        return found.stream().sorted().toList();
    }

    private static List<String> documents(String text) {
        return new ArrayList<>(List.of(text.split("(?m)^---$")));
    }

    private static List<String> expectations(String text, String prefix) {
        return text.lines()
                .takeWhile(line -> line.startsWith("#"))
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }
}
