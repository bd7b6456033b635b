package dev.catchment.api.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.Workspace;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResourceReaderTest {

    private static final Path HERE = Path.of("hub.yaml");

    @TempDir
    Path folder;

    static List<Path> valid() throws IOException {
        try (var files = Files.list(Path.of("src", "test", "resources", "crd"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("valid-"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("valid")
    void whatTheClusterAcceptsIsAcceptedHere(Path file) throws IOException {
        // Given // When
        LoadedResources loaded = ResourceReader.read(file);

        // Then
        assertThat(loaded.findings()).isEmpty();
        assertThat(loaded.resources()).isNotEmpty();
    }

    @Test
    void aFolderIsReadWithDefaultsAndPlaces() throws IOException {
        // Given
        Files.writeString(folder.resolve("a.yaml"), """
                apiVersion: catchment.dev/v1alpha1
                kind: Workspace
                metadata: {name: acme}
                ---
                # the web shop
                apiVersion: catchment.dev/v1alpha1
                kind: Source
                metadata:
                  name: web
                spec:
                  workspaceRef: {name: acme}
                  type: website
                  writeKeys:
                    - secretKeyRef:
                        name: web-key
                        key: writeKey
                """);
        Files.writeString(folder.resolve("b.yml"), """
                apiVersion: v1
                kind: Secret
                metadata: {name: web-key, namespace: shop}
                stringData: {writeKey: abc}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: other}
                """);
        Files.writeString(folder.resolve("c.test.yaml"), "no: resource");
        Files.writeString(folder.resolve("notes.txt"), "no resource");

        // When
        LoadedResources loaded = ResourceReader.read(folder);

        // Then
        assertThat(loaded.findings()).isEmpty();
        assertThat(loaded.ignored()).singleElement().asString().endsWith("b.yml:6:1: Deployment of apps/v1 is ignored");
        Workspace workspace = loaded.all(Workspace.class).getFirst();
        assertThat(workspace.getMetadata().getNamespace()).isEqualTo("default");
        assertThat(workspace.getSpec().partitions()).isEqualTo(1);
        assertThat(workspace.getSpec().log().keep()).isEqualTo("24h");
        assertThat(workspace.getStatus()).isNull();
        assertThat(loaded.all(Source.class).getFirst().getSpec().enabled()).isTrue();
        Secret secret = loaded.all(Secret.class).getFirst();
        assertThat(secret.getData()).containsEntry("writeKey", "YWJj");
        assertThat(loaded.place("Source", "default", "web", "spec.writeKeys[0].secretKeyRef.key"))
                .hasValue(new Place(folder.resolve("a.yaml"), 16, 9));
        assertThat(loaded.place("Source", "default", "web", "spec.writeKeys[0].notAfter"))
                .hasValue(new Place(folder.resolve("a.yaml"), 14, 7));
        assertThat(loaded.place("Source", "default", "web", "spec.enabled"))
                .hasValue(new Place(folder.resolve("a.yaml"), 10, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour: red        | hub.yaml:8:3: spec.colour: is not a field here; known are allowedOrigins, enabled,",
                "enabled: maybe     | hub.yaml:8:3: spec.enabled: must be true or false, but is the text \"maybe\"",
                "rateLimit: 5       | hub.yaml:8:3: spec.rateLimit: must be an object, but is 5",
                "rateLimit: {perSecond: 1.5} | hub.yaml:8:15: spec.rateLimit.perSecond: must be a whole number, but is 1.5",
                "rateLimit: {perSecond: 0} | hub.yaml:8:15: spec.rateLimit.perSecond: must be at least 1",
                "writeKeys: [{}]    | hub.yaml:8:15: spec.writeKeys[0].secretKeyRef: is required",
                "writeKeys: {a: b}  | hub.yaml:8:3: spec.writeKeys: must be a list, but is an object",
                "allowedOrigins: [x] | hub.yaml:8:20: spec.allowedOrigins[0]: must fit ^https?://",
                "allowedOrigins: ['http://a', 'http://a'] | hub.yaml:8:32: spec.allowedOrigins[1]: repeats",
                "type: server       | hub.yaml:8:3: spec.type: is there twice",
                "'[a]: b'           | hub.yaml:8:3: spec: a key must be a text",
                "'\t- x'            | hub.yaml:8:3: is not YAML:",
                "enabled: *nowhere  | hub.yaml:8:12: is not YAML:"
            })
    void whatIsWrongIsSaidWithItsLine(String line, String expected) {
        // Given
        String yaml = """
                # a comment
                apiVersion: catchment.dev/v1alpha1
                kind: Source
                metadata: {name: web}
                spec:
                  workspaceRef: {name: acme}
                  type: website
                  %s
                """.formatted(line);

        // When
        LoadedResources loaded = ResourceReader.parse(HERE, yaml);

        // Then
        assertThat(loaded.findings())
                .anySatisfy(finding -> assertThat(finding.toString()).startsWith(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: Soruce, metadata: {name: a} | hub.yaml:1:38: kind: there is no Soruce in catchment.dev/v1alpha1; known",
                "kind: Source, metadata: {name: a} | hub.yaml:1:1: spec: is required",
                "kind: Workspace | hub.yaml:1:1: metadata: is required, with a name",
                "kind: Workspace, metadata: {name: 5} | hub.yaml:1:66: metadata.name: must be a text; put it into quotes",
                "kind: Workspace, metadata: {labels: {a: b}} | hub.yaml:1:55: metadata.name: is required",
                "kind: Workspace, metadata: {name: a, labels: {x: true}} | hub.yaml:1:84: metadata.labels.x: must be a text",
                "kind: Workspace, metadata: {name: a}, specs: {} | hub.yaml:1:76: specs: is not a field here",
                "kind: Workspace, metadata: {name: a}, spec: [] | hub.yaml:1:76: spec: must be an object, but is a list"
            })
    void aDocumentThatIsNoneOfOursIsSaidToBe(String rest, String expected) {
        // Given
        String yaml = "{apiVersion: catchment.dev/v1alpha1, " + rest + "}";

        // When
        LoadedResources loaded = ResourceReader.parse(HERE, yaml);

        // Then
        assertThat(loaded.resources()).isEmpty();
        assertThat(loaded.findings())
                .anySatisfy(finding -> assertThat(finding.toString()).startsWith(expected));
    }

    @Test
    void theSameNameTwiceIsFoundWhereItIsRepeated() {
        // Given
        String one = "apiVersion: catchment.dev/v1alpha1\nkind: Workspace\nmetadata: {name: acme}\n";

        // When
        LoadedResources loaded = ResourceReader.parse(HERE, one + "---\n" + one);

        // Then
        assertThat(loaded.resources()).hasSize(1);
        assertThat(loaded.findings())
                .singleElement()
                .hasToString(
                        "hub.yaml:7:12: metadata.name: Workspace default/acme is already declared at hub.yaml:1:1");
    }

    @Test
    void aSecretsValueIsNeverPartOfAFinding() {
        // Given
        String yaml =
                "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {token: 'not-base64!', other: {a: hidden}}\n";

        // When
        LoadedResources loaded = ResourceReader.parse(HERE, yaml);

        // Then
        assertThat(loaded.findings()).isNotEmpty().allSatisfy(finding -> assertThat(finding.toString())
                .doesNotContain("not-base64!")
                .doesNotContain("hidden"));
    }

    @Test
    void aDocumentThatExplodesIsRefused() {
        // Given
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            yaml.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(10)));
        }

        // When
        LoadedResources loaded = ResourceReader.parse(HERE, yaml.toString());

        // Then
        assertThat(loaded.findings()).singleElement().asString().contains("Number of aliases");
    }

    @Test
    void aFileThatIsNotTextIsAFinding() throws IOException {
        // Given
        Path file = folder.resolve("x.yaml");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Path odd = folder.resolve("y.yaml");
        Files.write(odd, "a: \u0007".getBytes(StandardCharsets.UTF_8));

        // When
        LoadedResources loaded = ResourceReader.read(folder);

        // Then
        assertThat(loaded.findings()).hasSize(2);
        assertThat(loaded.findings().getFirst().message()).isEqualTo("is not UTF-8 text");
        assertThat(loaded.findings().getLast().message()).startsWith("is not YAML");
    }

    @Test
    void openPartsKeepTheirValuesAsWritten() {
        // Given
        String yaml = """
                apiVersion: catchment.dev/v1alpha1
                kind: Destination
                metadata: {name: crm}
                spec:
                  workspaceRef: {name: acme}
                  type: webhook
                  sourceSelector: {}
                  config: {a: 1, b: 1.5, c: true, d: null, e: "1", f: 2026-01-01, g: 0x10, h: [x, {y: z}]}
                """;

        // When
        LoadedResources loaded = ResourceReader.parse(HERE, yaml);

        // Then
        assertThat(loaded.findings()).isEmpty();
        assertThat(loaded.all(Destination.class).getFirst().getSpec().config())
                .hasToString(
                        "{\"a\":1,\"b\":1.5,\"c\":true,\"d\":null,\"e\":\"1\",\"f\":\"2026-01-01\",\"g\":16,\"h\":[\"x\",{\"y\":\"z\"}]}");
    }
}
