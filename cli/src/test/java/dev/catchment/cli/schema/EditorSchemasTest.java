package dev.catchment.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.catchment.api.file.FileFinding;
import dev.catchment.api.file.ResourceReader;
import dev.catchment.api.file.YamlDocument;
import dev.catchment.api.file.YamlFile;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.catalog.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EditorSchemasTest {
    private static final Path ROOT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    private static final Path COMMITTED = ROOT.resolve("docs/schemas");

    private static final String OWN = """
            apiVersion: catchment.dev/v1alpha1
            kind: DestinationType
            metadata: {name: tool}
            spec:
              version: "2"
              title: Tool
              modes: [cloud]
              config:
                properties:
                  region: {type: string, pattern: EU|US, default: EU, description: Where the data lives.}
                  project: {type: integer, required: true}
                  tags: {type: string, multiple: true}
                  debug: {type: boolean}
                  host: {type: string, pattern: '(?i)[a-z]+\\.example'}
                  prefix: {type: string, pattern: '[a-z]+'}
                  token: {type: string, secret: true, required: true}
              actions:
                track:
                  fields: {name: {type: string, description: What happened.}, more: {type: object}}
                  requests: [{url: "https://tool.example/"}]
              presets: [{name: all, when: {cel: "true"}, action: track}]
            """;
    private static final String EARLIER = OWN.replace("{name: tool}", "{name: tool-v1}")
            .replace("version: \"2\"", "version: \"1\"")
            .replace("region:", "zone:");

    @TempDir
    private static Path written;

    @BeforeAll
    static void writeWithTypesOfMyOwn() throws IOException {
        List<DestinationType> types = new ArrayList<>();
        for (String name : Catalog.types()) {
            types.addAll(types(Catalog.type(name)));
        }
        types.addAll(types(OWN));
        types.addAll(types(EARLIER));
        for (Map.Entry<String, String> schema : EditorSchemas.of(types).entrySet()) {
            Path file = written.resolve(schema.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, schema.getValue());
        }
    }

    @Test
    void theCommittedSchemasAreThoseOfTheBuiltInTypes() throws IOException {
        // Given
        Map<String, String> committed = new TreeMap<>();
        try (Stream<Path> files = Files.walk(COMMITTED)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                committed.put(COMMITTED.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        committed.remove("README.md");
        List<DestinationType> types = new ArrayList<>();
        for (String name : Catalog.types()) {
            types.addAll(types(Catalog.type(name)));
        }

        // When
        Map<String, String> generated = EditorSchemas.of(types);

        // Then
        assertThat(committed)
                .as("docs/schemas does not fit the resources and types: run  make schemas")
                .isEqualTo(generated);
    }

    static Stream<Path> yamlOfTheRepository() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("examples", "catalog", "crds/api/src/test/resources/crd")) {
            try (Stream<Path> all = Files.walk(ROOT.resolve(folder))) {
                all.filter(file -> file.toString().endsWith(".yaml"))
                        .filter(file -> !file.toString().contains("target"))
                        .filter(file -> !file.getFileName().toString().startsWith("invalid-"))
                        .forEach(files::add);
            }
        }
        return files.stream().sorted();
    }

    /** A schema that marks what the hub takes would be switched off. */
    @ParameterizedTest
    @MethodSource("yamlOfTheRepository")
    void whatTheHubTakesIsNotMarked(Path file) throws IOException {
        // Given
        boolean cases = ResourceReader.isCases(file.getFileName().toString());
        String yaml = Files.readString(file);

        // When
        List<String> marked = marked(
                cases ? "cases.json" : "catchment.json",
                // the schema's examples have settings of no type
                inCrds(file) ? yaml.replace("type: webhook", "type: not-known-here") : yaml);

        // Then
        assertThat(marked).isEmpty();
    }

    private static boolean inCrds(Path file) {
        return file.startsWith(ROOT.resolve("crds"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "config: {project: 1} |",
                "config: {project: '1', region: US, tags: [a, b], debug: true, prefix: abc, host: A.EXAMPLE} |",
                "config: {project: 1, tags: a} |",
                "config: {project: 1}, typeVersion: '2' |",
                "config: {project: 1, zone: EU}, typeVersion: '1' |",
                "config: {anything: 1}, typeVersion: '3' |",
                "config: {project: 1, zone: EU} | /spec/config: property 'zone'",
                "config: {project: 1, region: EU}, typeVersion: '1' | /spec/config: property 'region'",
                "config: {project: 1, region: UK} | /spec/config/region: does not have a value in the enumeration",
                "config: {project: 1, prefix: A} | /spec/config/prefix: does not match",
                "config: {project: [1]} | /spec/config/project:",
                "config: {project: 1, debug: maybe} | /spec/config/debug: does not have a value in the enumeration",
                "config: {project: 1, token: x} | /spec/config: property 'token'",
                "config: {} | /spec/config: required property 'project'",
                "enabled: true | /spec: required property 'config'",
                "config: {project: 1}, presets: {disable: [al]} | /spec/presets/disable/0: does not have a value",
                "config: {project: 1}, presets: {disable: ['*', all]} |",
                "config: {project: 1}, connectionMode: device | /spec/connectionMode: does not have a value",
                "config: {project: 1}, mappings: [{name: m, action: trak, when: {cel: 'true'}}] | /spec/mappings/0/action: does not have",
                "config: {project: 1}, mappings: [{name: m, action: track, when: {cel: 'true'}, fields: {nmae: x}}] | /spec/mappings/0/fields: property 'nmae'",
                "config: {project: 1}, mappings: [{name: m, action: track, when: {cel: 'true'}, fields: {name: x, more: '${event}'}}] |",
                "confg: {project: 1}, config: {project: 1} | /spec: property 'confg'"
            })
    void aDestinationIsCheckedAgainstItsType(String spec, String expected) {
        // Given
        String yaml = "{apiVersion: catchment.dev/v1alpha1, kind: Destination, metadata: {name: d}, spec: {"
                + "workspaceRef: {name: w}, type: tool, sourceSelector: {}, secretRef: {name: s, keys: {token: t}}, "
                + spec + "}}";

        // When
        List<String> marked = marked("catchment.json", yaml);

        // Then
        if (expected == null) {
            assertThat(marked).isEmpty();
        } else {
            assertThat(marked).anySatisfy(mark -> assertThat(mark).startsWith(expected));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: Destination, metadata: {name: d}, spec: {workspaceRef: {name: w}, type: from-the-cluster, sourceSelector: {}, config: {a: 1}} |",
                "kind: Destnation, metadata: {name: d} | /kind: does not have a value",
                "kind: Filter, metadata: {}, spec: {workspaceRef: {name: w}, when: {cel: 'true'}, drop: {}} | /metadata: required property 'name'",
                "kind: Filter, metadata: {name: f}, spec: {workspaceRef: {name: w}, when: {sql: 'true'}, drop: {}} | /spec/when: property 'sql'",
                "kind: Workspace, metadata: {name: w}, spec: {partitions: 0} | /spec/partitions: must have a minimum",
                "kind: Source, metadata: {name: s}, spec: {type: fridge} | /spec/type: does not have a value"
            })
    void aResourceIsCheckedByItsKind(String document, String expected) {
        // When
        List<String> marked = marked("catchment.json", "{apiVersion: catchment.dev/v1alpha1, " + document + "}");

        // Then
        if (expected == null) {
            assertThat(marked).isEmpty();
        } else {
            assertThat(marked).anySatisfy(mark -> assertThat(mark).startsWith(expected));
        }
    }

    @Test
    void whatIsNoneOfOursIsLetBe() {
        assertThat(marked("catchment.json", "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {a: b}}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cases: [] | /cases: must have at least 1 items",
                "cases: [{name: a, events: [{type: track, messageId: m}], expct: []}] | /cases/0: property 'expct'",
                "cases: [{name: a, events: [{type: trak, messageId: m}], expect: [{outcome: held}]}] | /cases/0/events/0/type: does not have",
                "cases: [{name: a, events: [{type: track, messageId: m}], expect: [{reason: NO, outcome: held}]}] | /cases/0/expect/0/reason: does not have",
                "cases: [{name: a, events: [{type: track, messageId: m}], expect: [{requests: [{body: 1, bodyText: x, url: u}]}]}] | /cases/0/expect/0/requests/0: must not be valid",
                "cases: [{name: a, events: [{type: track, messageId: m}], expect: [{requests: [{body: 1}]}]}] | /cases/0/expect/0/requests/0: required property 'url'"
            })
    void casesAreCheckedAsTheCommandChecksThem(String file, String expected) {
        assertThat(marked("cases.json", file))
                .anySatisfy(mark -> assertThat(mark).startsWith(expected));
    }

    private static List<DestinationType> types(String yaml) {
        return ResourceReader.parse(Path.of("type.yaml"), yaml).all(DestinationType.class);
    }

    private static List<String> marked(String schema, String yaml) {
        List<FileFinding> findings = new ArrayList<>();
        List<YamlDocument> documents = YamlFile.parse(Path.of("a.yaml"), yaml, findings);
        assertThat(findings).isEmpty();
        JsonSchema loaded = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(
                        SchemaLocation.of(written.resolve(schema).toUri().toString()),
                        SchemaValidatorsConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .build());
        List<String> marked = new ArrayList<>();
        for (YamlDocument document : documents) {
            JsonNode json = document.json();
            for (ValidationMessage message : loaded.validate(json)) {
                marked.add(message.getMessage());
            }
        }
        return marked;
    }
}
