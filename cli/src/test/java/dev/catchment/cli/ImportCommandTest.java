package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.catchment.api.file.LoadedResources;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportCommandTest {
    private static final String SECRET = "hush-very-secret";

    /** A type of the user's own, with everything that an import may meet. */
    private static final String CRM = """
            apiVersion: catchment.dev/v1alpha1
            kind: DestinationType
            metadata: {name: crm}
            spec:
              version: "1"
              title: CRM
              integrationNames: [CRM (Actions)]
              config:
                properties:
                  region: {type: string}
                  accessToken: {type: string, secret: true}
                  refreshToken: {type: string, secret: true}
                  clientId: {type: string, secret: true}
                  clientSecret: {type: string, secret: true}
                  webhookUrl: {type: string, secret: true, required: true}
              limits: {batchSize: 50}
              actions:
                upsert:
                  fields:
                    email: {type: string, required: true, default: "${event.traits.email}"}
                    name: {type: string, default: "${event.traits.name}"}
                    score: {type: number}
                    tags: {type: string, multiple: true}
                    extra: {type: object, default: "${event.traits}"}
                    both: {type: string, default: "${fields.email} ${fields.name}"}
                    operation: {type: string}
                  requests:
                    - {url: "https://crm.example/contacts", body: {json: "${fields}"}, batch: {mode: array}}
            """;

    @TempDir
    private Path folder;

    @Test
    void aDestinationAndItsSecretComeOutAndSendWhatSegmentSends() throws Exception {
        // Given
        Path file = write("""
                {"destination": "Webhook",
                 "settings": {"sharedSecret": "hush-very-secret"},
                 "subscriptions": [
                   {"name": "Orders", "action": "send", "subscribe": "type = \\"track\\" and event = \\"Order Completed\\"",
                    "mapping": {
                      "url": "https://crm.example/orders",
                      "method": "POST",
                      "headers": {"X-Team": "growth"},
                      "data": {"order": {"@path": "$.properties.orderId"},
                               "who": {"@if": {"exists": {"@path": "$.userId"}, "then": {"@path": "$.userId"}, "else": {"@path": "$.anonymousId"}}},
                               "items": {"@arrayPath": ["$.properties.products", {"sku": {"@path": "$.sku"}}]}}}}]}
                """);

        // When
        Cli imported = Cli.run("import", "segment", file, "--name", "orders", "--workspace", "acme");
        Path resources = Files.createDirectory(folder.resolve("resources"));
        Files.writeString(resources.resolve("orders.yaml"), imported.out());
        Cli lint = Cli.run("lint", resources);
        Cli explain = Cli.run("explain", resources, "--destination", "orders");

        // Then
        assertThat(imported.status()).as(imported.err()).isZero();
        assertThat(imported.err()).isEmpty();
        assertThat(lint.status()).as(lint.out()).isZero();
        List<JsonNode> documents = yaml(imported.out());
        assertThat(documents.getLast().at("/stringData/sharedSecret").asText()).isEqualTo(SECRET);
        assertThat(documents.getFirst().toString()).doesNotContain(SECRET);
        assertThat(documents.getFirst().at("/spec/presets/disable/0").asText()).isEqualTo("*");
        List<JsonNode> sent = explain.out()
                .lines()
                .map(ImportCommandTest::json)
                .filter(line -> line.get("outcome").asText().equals("send"))
                .toList();
        assertThat(sent).hasSize(1);
        JsonNode request = sent.getFirst().at("/requests/0");
        assertThat(request.get("url").asText()).isEqualTo("https://crm.example/orders");
        assertThat(request.at("/headers/X-Team").asText()).isEqualTo("growth");
        assertThat(request.get("body")).isEqualTo(json("""
                {"order": "o-1", "who": "u-1", "items": [{"sku": "s-1"}]}"""));
    }

    @Test
    void whatCannotBeCarriedOverIsListedWithItsPlaceAndNoSecret() throws Exception {
        // Given
        Path file = write("""
                {"destination": "crm", "extra": 1,
                 "settings": {"region": "eu", "nobody": "hush-very-secret", "webhookUrl": "https://crm.example/hush-very-secret"},
                 "oauth": {"access_token": "hush-very-secret-too", "id_token": "hush-very-secret"},
                 "env": {"CRM_CLIENT_ID": "hush-very-secret", "UNRELATED": "hush-very-secret"},
                 "subscriptions": [
                   {"action": "upsert", "subscribe": "type = \\"identify\\"", "color": "red",
                    "mapping": {"email": {"@path": "$.traits.email"},
                                "unknown": {"@path": "$.x"},
                                "name": {"@liquid": "{% for x in y %}{{ x }}{% endfor %}"},
                                "score": {"@nonsense": 1},
                                "extra": {"@path": "$.a", "@template": "b"}}},
                   {"action": "absent", "subscribe": "type = \\"track\\""},
                   {"action": "upsert", "subscribe": "type = (((", "mapping": {"email": "a@b.example"}},
                   {"action": "upsert", "mapping": {"email": "a@b.example"}}]}
                """);

        // When
        Cli imported = run(file);

        // Then
        assertThat(imported.status()).isEqualTo(1);
        assertThat(imported.err())
                .contains("$.extra: nothing is known of it: leave it out")
                .contains("$.settings.nobody: the type has no setting 'nobody'; it has: accessToken, clientId")
                .contains("$.oauth.id_token: nothing is known of it")
                .contains("$.env.UNRELATED: no setting of the type is called like this variable")
                .contains("$.subscriptions[0].color: nothing is known of it")
                .contains(
                        "$.subscriptions[0].mapping.unknown: the type's action 'upsert' has no field 'unknown'; it has: both, email")
                .contains(
                        "$.subscriptions[0].mapping.name.@liquid: Liquid: the tag for: write the field in Catchment's mapping language")
                .contains("$.subscriptions[0].mapping.score.@nonsense: the directive @nonsense is not known: repair")
                .contains(
                        "$.subscriptions[0].mapping.extra: an object with several directives (@path, @template): repair")
                .contains("$.subscriptions[1].action: the type has no action 'absent'; it has: upsert")
                .contains("$.subscriptions[2].subscribe: Segment cannot read the trigger")
                .contains("$.subscriptions[3].subscribe: there is no trigger")
                .contains("12 not carried over as in Segment")
                .doesNotContain(SECRET);
        JsonNode spec = yaml(imported.out()).getFirst().get("spec");
        assertThat(spec.get("mappings")).hasSize(3);
        assertThat(spec.at("/mappings/1/when/cel").asText()).isEqualTo("false");
        assertThat(spec.at("/mappings/1/name").asText()).isEqualTo("upsert 2");
        assertThat(fieldNames(spec.at("/mappings/0/fields"))).doesNotContain("score");
    }

    @Test
    void settingsTokensAndTheEnvironmentGoWhereTheTypeWantsThem() throws Exception {
        // Given
        Path file = write("""
                {"destination": "actions-crm",
                 "settings": {"region": "eu", "oauth": {"refresh_token": "r"}},
                 "oauth": {"access_token": "a", "clientSecret": "s"},
                 "env": {"CRM_CLIENT_ID": "i"},
                 "subscriptions": [{"action": "upsert", "subscribe": "type = \\"identify\\"",
                   "mapping": {"email": {"@path": "$.traits.email"}, "url": {"@literal": "https://crm.example/x"},
                               "__segment_internal_sync_mode": "add"}}]}
                """);

        // When
        Cli imported = run(file, "--source", "web", "--source", "app", "--namespace", "hub");

        // Then
        assertThat(imported.status()).as(imported.err()).isZero();
        List<JsonNode> documents = yaml(imported.out());
        assertThat(documents.getLast().get("stringData")).isEqualTo(json("""
                {"accessToken": "a", "clientId": "i", "clientSecret": "s", "refreshToken": "r", "webhookUrl": "https://crm.example/x"}"""));
        JsonNode spec = documents.getFirst().get("spec");
        assertThat(spec.get("config")).isEqualTo(json("{\"region\": \"eu\"}"));
        assertThat(spec.get("type").asText()).isEqualTo("crm");
        assertThat(spec.at("/secretRef/name").asText()).isEqualTo("crm");
        assertThat(spec.get("sourceRefs")).isEqualTo(json("[{\"name\": \"web\"}, {\"name\": \"app\"}]"));
        assertThat(spec.at("/mappings/0/fields/operation").asText()).isEqualTo("create");
        assertThat(documents)
                .allSatisfy(document ->
                        assertThat(document.at("/metadata/namespace").asText()).isEqualTo("hub"));
    }

    @Test
    void aFieldThatSegmentsMappingDoesNotMentionHasNoValueHereEither() throws Exception {
        // Given
        Path file = subscription("{\"email\": {\"@path\": \"$.traits.mail\"}}");

        // When
        JsonNode fields = yaml(run(file).out()).getFirst().at("/spec/mappings/0/fields");

        // Then
        assertThat(fields).isEqualTo(json("""
                {"email": "${event.traits.mail}", "name": "${null}", "extra": "${null}"}"""));
    }

    @Test
    void aRequiredFieldWithoutAValueIsReportedAndKeepsItsDefault() throws Exception {
        // Given
        Path file = subscription("{\"name\": {\"@path\": \"$.traits.name\"}}");

        // When
        Cli imported = run(file);

        // Then
        assertThat(imported.status()).isEqualTo(1);
        assertThat(imported.err()).contains("$.subscriptions[0].mapping.email: the action requires the field");
        assertThat(fieldNames(yaml(imported.out()).getFirst().at("/spec/mappings/0/fields")))
                .doesNotContain("email");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"enable_batching\": true}; 0",
                "{\"enable_batching\": {\"@literal\": true}, \"batch_size\": 20}; 20",
                "{\"enable_batching\": true, \"batch_size\": 9999}; 0",
                "{\"enable_batching\": false, \"batch_size\": 20}; 1",
                "{}; 1"
            })
    void eventsShareRequestsIfTheyDoAtSegment(String mapping, int batchSize) throws Exception {
        // Given
        ObjectNode fields = (ObjectNode) json(mapping);
        fields.put("email", "a@b.example");

        // When
        Cli imported = run(subscription(fields.toString()));

        // Then
        assertThat(imported.status()).as(imported.err()).isZero();
        assertThat(yaml(imported.out())
                        .getFirst()
                        .at("/spec/delivery/batchSize")
                        .asInt())
                .isEqualTo(batchSize);
    }

    @Test
    void aSubscriptionThatIsSwitchedOffRunsForNoEvent() throws Exception {
        // Given
        Path file = write("""
                {"destination": "crm", "settings": {"webhookUrl": "x"}, "subscriptions": [{"action": "upsert", "enabled": false,
                 "subscribe": "type = \\"identify\\"", "mapping": {"email": "a@b.example"}}]}
                """);

        // When
        Cli imported = run(file);

        // Then
        assertThat(imported.status()).as(imported.err()).isZero();
        assertThat(imported.err()).contains("note: $.subscriptions[0].enabled");
        assertThat(yaml(imported.out())
                        .getFirst()
                        .at("/spec/mappings/0/when/cel")
                        .asText())
                .isEqualTo("false && (event.type == 'identify')");
    }

    @Test
    void aTypeThatIsNotThereIsNamedAndEverythingIsWritten() throws Exception {
        // Given
        Path file = write("""
                {"destination": "Some Tool!", "settings": {"apiKey": "hush-very-secret", "region": "eu"},
                 "subscriptions": [{"action": "go", "subscribe": "type = \\"page\\"", "mapping": {"x": {"@path": "$.name"}}}]}
                """);

        // When
        Cli imported = run(file);

        // Then
        assertThat(imported.status()).isEqualTo(1);
        assertThat(imported.err())
                .contains("$.destination: there is no DestinationType 'some-tool'")
                .doesNotContain(SECRET);
        List<JsonNode> documents = yaml(imported.out());
        assertThat(documents.getFirst().at("/spec/config")).isEqualTo(json("{\"region\": \"eu\"}"));
        assertThat(documents.getLast().at("/stringData/apiKey").asText()).isEqualTo(SECRET);
        assertThat(documents.getFirst().at("/spec/mappings/0/fields/x").asText())
                .isEqualTo("${event.name}");
    }

    @Test
    void aRootDirectiveTransformsBeforeAllFields() throws Exception {
        // Given
        Path file = subscription("""
                {"__segment_internal_directive": {"@transform": {"apply": {"who": {"@case": {"operator": "lower", "value": {"@path": "$.traits.email"}}}}}},
                 "email": {"@path": "$.who"}, "name": "x", "extra": {}}""");

        // When
        Cli imported = run(file);

        // Then
        assertThat(imported.status()).as(imported.err()).isZero();
        assertThat(yaml(imported.out())
                        .getFirst()
                        .at("/spec/mappings/0/fields/email")
                        .asText())
                .isEqualTo("${type(event.traits.email) == string ? lower(event.traits.email) : event.traits.email}");
    }

    @Test
    void badJsonSaysLineAndColumnAndNotWhatStandsThere() throws Exception {
        // Given
        Path file = write("{\"destination\": \"crm\",\n \"settings\": {\"webhookUrl\": \"hush-very-secret\" \"x\"}}");

        // When
        Cli imported = run(file);

        // Then
        assertThat(imported.status()).isEqualTo(2);
        assertThat(imported.out()).isEmpty();
        assertThat(imported.err()).contains(file + ":2:").contains("is no JSON").doesNotContain(SECRET);
    }

    @Test
    void nestingBeyondReasonIsRefused() throws Exception {
        // When
        Cli imported = run(subscription("{\"email\": " + "{\"@literal\":".repeat(200) + "1" + "}".repeat(200) + "}"));

        // Then
        assertThat(imported.status()).isEqualTo(2);
        assertThat(imported.err()).contains("is nested more deeply than 100 levels");
    }

    @Test
    void aMegabyteOfTextPassesAndAnExpressionOfThatSizeIsReported() throws Exception {
        // Given
        String text = "x".repeat(1 << 20);

        // When
        Cli plain = run(subscription("{\"email\": \"" + text + "\"}"));
        Cli computed =
                run(subscription("{\"email\": {\"@case\": {\"operator\": \"lower\", \"value\": {\"@template\": \"{{a}}"
                        + text + "\"}}}}"));

        // Then
        assertThat(plain.status()).as(plain.err()).isZero();
        assertThat(yaml(plain.out())
                        .getFirst()
                        .at("/spec/mappings/0/fields/email")
                        .asText())
                .isEqualTo(text);
        assertThat(computed.status()).isEqualTo(1);
        assertThat(computed.err())
                .contains("$.subscriptions[0].mapping.email: an expression of more than 10000 characters");
    }

    @Test
    void aFileThatIsNotThereAndANameThatCannotBeAreUsageErrors() throws Exception {
        // When
        Cli missing = run(folder.resolve("nowhere.json"));
        Cli wrong = run(subscription("{}"), "--name", "Not A Name");
        Cli none = Cli.run("import");
        Cli noTypes = Cli.run("import", "segment", folder.resolve("file.json"), "--types", folder.resolve("nowhere"));

        // Then
        assertThat(missing.status()).isEqualTo(2);
        assertThat(missing.err()).contains("nowhere.json is not there");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("'Not A Name' cannot be a resource's name");
        assertThat(noTypes.status()).isEqualTo(2);
        assertThat(noTypes.err()).contains("nowhere is not there");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("catchment import segment mixpanel.json");
    }

    @Test
    void everyTextIsTheSameTextInYaml() throws Exception {
        // Given
        String signs =
                "yes no on null ~ 0x1F 1e3 012 1_000 2026-01-01 12:30:45 = << %TAG `x` &x *x !x [1] ' \" \\ \\n 😀 ${x}";
        List<String> texts = new ArrayList<>(List.of(signs.split(" ")));
        texts.addAll(
                List.of(": ", "a: b", "# c", "a #b", "- a", "? a", "| x", "> x", " lead", "trail ", "{a: 1}", "$${y}"));
        texts.addAll(List.of("line\nbreak\n", "\r\n", "tab\t", "\u0001\u007f\u0085\u00a0", "\u2028\u2029\ufeff", ""));
        texts.add("x".repeat(300) + " " + "y".repeat(300));
        ObjectNode mapping = (ObjectNode) json("{\"email\": \"a@b.example\"}");
        ObjectNode extra = mapping.putObject("extra");
        texts.forEach(text -> extra.put("key " + text, text).put(text.isEmpty() ? "empty" : text, true));

        // When
        Cli imported = run(subscription(mapping.toString()));
        Path out = Files.writeString(folder.resolve("out.yaml"), imported.out());

        // Then
        assertThat(imported.status()).as(imported.err()).isZero();
        JsonNode read = yaml(imported.out()).getFirst().at("/spec/mappings/0/fields/extra");
        LoadedResources loaded = ResourceFolder.read(out).loaded();
        assertThat(loaded.findings()).isEmpty();
        JsonNode strict = loaded.all(Destination.class)
                .getFirst()
                .getSpec()
                .mappings()
                .getFirst()
                .fields()
                .get("extra");
        for (String text : texts) {
            String written = text.replace("${", "$${");
            assertThat(read.path("key " + text).asText()).isEqualTo(written);
            assertThat(strict.path("key " + text).asText()).isEqualTo(written);
            assertThat(read.has(text.isEmpty() ? "empty" : text)).as(text).isTrue();
        }
    }

    @Test
    void helpShowsTheFilesShapeAndTheExitCodes() {
        // When
        Cli help = Cli.run("import", "segment", "--help");

        // Then
        assertThat(help.status()).isZero();
        assertThat(help.out())
                .contains("\"subscriptions\"", "--workspace", "Exit codes", "What could not be carried over");
    }

    @Test
    void theGuidesExampleIsWhatTheCommandDoes() throws Exception {
        // Given
        String guide = Files.readString(Path.of(System.getProperty("basedir", "cli"))
                .toAbsolutePath()
                .getParent()
                .resolve("docs/import-segment.md"));
        Path file = write(block(guide, "json"));

        // When
        Cli imported = Cli.run("import", "segment", file, "--workspace", "acme");

        // Then
        assertThat(imported.err()).isEqualTo(block(guide, "text").replace("orders.json", file.toString()));
        assertThat(imported.out()).isEqualTo(block(guide, "yaml"));
        assertThat(imported.status()).isEqualTo(1);
    }

    /** The first fenced block of a language. */
    private static String block(String guide, String language) {
        String start = "```" + language + "\n";
        int from = guide.indexOf(start) + start.length();
        return guide.substring(from, guide.indexOf("```", from));
    }

    private Cli run(Path file, Object... options) throws IOException {
        Path types = Files.createDirectories(folder.resolve("types"));
        Files.writeString(types.resolve("crm.yaml"), CRM);
        List<Object> arguments = new ArrayList<>(List.of("import", "segment", file, "--types", types));
        arguments.addAll(List.of(options));
        return Cli.run(arguments.toArray());
    }

    private Path subscription(String mapping) throws IOException {
        return write("{\"destination\": \"crm\", \"settings\": {\"webhookUrl\": \"x\"}, \"subscriptions\": "
                + "[{\"action\": \"upsert\", \"subscribe\": \"type = \\\"identify\\\"\", \"mapping\": " + mapping
                + "}]}");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("file.json"), text);
    }

    private static List<JsonNode> yaml(String text) throws IOException {
        return new YAMLMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(text)
                .readAll();
    }

    private static JsonNode json(String text) {
        try {
            return ContractJson.EVENTS.readTree(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> fieldNames(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
