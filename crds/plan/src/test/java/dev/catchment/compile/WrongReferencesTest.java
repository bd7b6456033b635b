package dev.catchment.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.SourceDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What resources refer to and is not there, or is something else. */
class WrongReferencesTest {
    private static final String WORKSPACE = """
            apiVersion: catchment.dev/v1alpha1
            kind: Workspace
            metadata: {name: acme}
            spec: {}
            """;

    private static final String SOURCE = """
            apiVersion: catchment.dev/v1alpha1
            kind: Source
            metadata: {name: web, labels: {team: shop}}
            spec:
              workspaceRef: {name: acme}
              type: website
              writeKeys: [{secretKeyRef: {name: keys, key: a}}]
            """;

    private static final String KEYS = secret("keys", "a: hush-a, b: hush-b");

    private static final String DESTINATION = """
            apiVersion: catchment.dev/v1alpha1
            kind: Destination
            metadata: {name: crm, uid: u-1}
            spec:
              workspaceRef: {name: acme}
              type: webhook
              sourceSelector: {}
              config: {url: "https://one.example"}
            """;

    private static final String FILTER = """
            apiVersion: catchment.dev/v1alpha1
            kind: Filter
            metadata: {name: no-staff}
            spec:
              workspaceRef: {name: acme}
              sourceSelector: {}
              destinationRefs: [{name: crm}]
              when: {cel: "true"}
              drop: {}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: k                    | b     | RefNotFound   | has no value under the key b; it has a
            b: ""                   | b     | InvalidSecret | under the key b is empty
            b: "  "                 | b     | InvalidSecret | under the key b is empty
            b: "two words"          | b     | InvalidSecret | Basic authorization cannot carry
            b: "half:other"         | b     | InvalidSecret | Basic authorization cannot carry
            """)
    void aWriteKeyThatNobodyCanSendIsNamed(String content, String key, String reason, String says) throws IOException {
        // Given
        String source = SOURCE.replace("name: keys, key: a", "name: keys, key: " + key);

        // When
        CompiledPlan plan = compile(source, secret("keys", content));

        // Then
        assertThat(only(plan, "Source", "web"))
                .returns(ConditionType.RESOLVED_REFS, Diagnostic::condition)
                .returns(reason, d -> d.reason().text())
                .returns("spec.writeKeys[0].secretKeyRef", Diagnostic::path)
                .satisfies(d -> assertThat(d.message()).contains(says).doesNotContain("two words", "half"));
    }

    @Test
    void aWriteKeyThatIsNoTextOrTooLongIsNamed() throws IOException {
        // Given
        String binary = """
                apiVersion: v1
                kind: Secret
                metadata: {name: keys}
                data: {a: /w==}
                """;

        // Then
        assertThat(only(compile(SOURCE, binary), "Source", "web").message()).contains("is no UTF-8 text");
        assertThat(only(compile(SOURCE, secret("keys", "a: " + "k".repeat(300))), "Source", "web")
                        .message())
                .contains("has 300 characters: at most 256");
    }

    @Test
    void theLineBreakAtAWriteKeysEndDoesNotCount() throws IOException {
        // Given what `--from-file` makes of a file
        CompiledPlan plain = compile(SOURCE, KEYS);

        // When
        CompiledPlan broken = compile(SOURCE, secret("keys", "a: \"hush-a\\n\""));

        // Then ingest finds it
        assertThat(((SourceDocument) broken.ingest().get("source.web")).writeKeys())
                .isEqualTo(((SourceDocument) plain.ingest().get("source.web")).writeKeys());
    }

    @Test
    void oneKeyTwiceIsAWarning() throws IOException {
        // When
        CompiledPlan plan = compile(
                SOURCE.replace("key: a}}]", "key: a}}, {secretKeyRef: {name: keys, key: b}}]"),
                secret("keys", "a: hush-a, b: hush-a"));

        // Then
        assertThat(only(plan, "Source", "web"))
                .returns(false, Diagnostic::fatal)
                .returns(DiagnosticReason.DUPLICATE_KEY, Diagnostic::reason)
                .returns("spec.writeKeys[1].secretKeyRef", Diagnostic::path);
        assertThat(plan.accepted(new ResourceId("Source", "web"))).isTrue();
        assertThat(((SourceDocument) plan.ingest().get("source.web")).writeKeys())
                .hasSize(1);
    }

    @Test
    void aSourceThatIsNotThereDoesNotHoldUpTheOthers() throws IOException {
        // When
        CompiledPlan plan = compile(
                SOURCE, KEYS, DESTINATION.replace("sourceSelector: {}", "sourceRefs: [{name: web}, {name: app}]"));

        // Then
        assertThat(only(plan, "Destination", "crm"))
                .returns(ConditionType.RESOLVED_REFS, Diagnostic::condition)
                .returns("spec.sourceRefs[1]", Diagnostic::path)
                .satisfies(d -> assertThat(d.message()).contains("no source app", "create it, or correct the name"));
        DestinationDocument document = destination(plan);
        assertThat(document.hold()).isNull();
        assertThat(document.sources().names()).containsExactly("app", "web");
        assertThat(plan.kept()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{matchLabels: {team: none}}", "{matchExpressions: [{key: colour, operator: Exists}]}"})
    void aSelectorThatFitsNothingIsAWarning(String selector) throws IOException {
        // When
        CompiledPlan plan = compile(
                SOURCE,
                KEYS,
                DESTINATION.replace("sourceSelector: {}", "sourceSelector: " + selector),
                FILTER.replace("destinationRefs: [{name: crm}]", "destinationSelector: " + selector));

        // Then
        assertThat(only(plan, "Destination", "crm"))
                .returns(false, Diagnostic::fatal)
                .returns(DiagnosticReason.SELECTS_NOTHING, Diagnostic::reason)
                .returns("spec.sourceSelector", Diagnostic::path);
        assertThat(destination(plan).hold()).isNull();
        assertThat(only(plan, "Filter", "no-staff").path()).isEqualTo("spec.destinationSelector");
        assertThat(plan.accepted(new ResourceId("Filter", "no-staff"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {name: none}                               |           | RefNotFound   | spec.secretRef.name              | there is no Secret none: create it, or correct the name
            {name: crm, keys: {sharedSecret: missing}} | token: x  | RefNotFound   | spec.secretRef.keys.sharedSecret | has no key missing for the setting sharedSecret; it has token
            {name: crm, keys: {colour: token}}         | token: x  | InvalidConfig | spec.secretRef.keys.colour       | has no secret setting colour; it has sharedSecret
            {name: crm, keys: {sharedSecret: token}}   | token: "" | InvalidSecret | spec.secretRef                   | (key token of Secret crm) is empty
            {name: crm, keys: {sharedSecret: token}}   | token: "hush-line\\n" | InvalidSecret | spec.secretRef       | ends in a line break
            {name: crm, keys: {sharedSecret: token}}   | token: "abc" | InvalidSecret | spec.secretRef                | does not fit .{4,}
            """)
    void aSecretThatCannotBeUsedIsNamed(String ref, String content, String reason, String path, String says)
            throws IOException {
        // When
        CompiledPlan plan = compile(
                SOURCE,
                KEYS,
                DESTINATION + "  secretRef: " + ref + "\n",
                secret("crm", content == null ? "" : content));

        // Then
        assertThat(only(plan, "Destination", "crm"))
                .returns(reason, d -> d.reason().text())
                .returns(path, Diagnostic::path)
                .satisfies(d -> assertThat(d.message()).contains(says).doesNotContain("hush"));
        assertThat(destination(plan).hold()).contains(says);
    }

    @Test
    void anEmptyValueOfAnOptionalSettingIsNone() throws IOException {
        // When
        CompiledPlan plan =
                compile(SOURCE, KEYS, DESTINATION + "  secretRef: {name: crm}\n", secret("crm", "sharedSecret: \"\""));

        // Then
        assertThat(found(plan, "Destination", "crm")).isEmpty();
        assertThat(destination(plan).sealed()).isNull();
    }

    @Test
    void aVersionThatIsNotThereIsAnsweredWithThoseThatAre() throws IOException {
        // When
        CompiledPlan plan = compile(SOURCE, KEYS, DESTINATION + "  typeVersion: \"9\"\n");

        // Then
        assertThat(only(plan, "Destination", "crm"))
                .returns("spec.typeVersion", Diagnostic::path)
                .satisfies(d -> assertThat(d.message()).contains("version 9", "there is 1"));
    }

    @Test
    void whatWasGoodStaysInForceAndIsMarked() throws IOException {
        // Given
        String signed = DESTINATION + "  secretRef: {name: crm}\n";
        CompiledPlan good = compile(SOURCE, KEYS, signed, secret("crm", "sharedSecret: hush-one"), FILTER);
        assertThat(good.kept()).isEmpty();

        // When the Secret is gone and the filter is broken
        CompiledPlan after = compile(good.all(), SOURCE, KEYS, signed, FILTER.replace("\"true\"", "\"(\""));

        // Then
        assertThat(after.kept())
                .containsExactlyInAnyOrder(new ResourceId("Destination", "crm"), new ResourceId("Filter", "no-staff"));
        assertThat(destination(after)).isEqualTo(destination(good));
        assertThat(after.delivery().get("filter.no-staff"))
                .isEqualTo(good.delivery().get("filter.no-staff"));
    }

    @Test
    void whatIsPausedStaysAsItIsInForceWithAllItNeeds() throws IOException {
        // Given
        String required = DESTINATION + "  requiredFilterRefs: [{name: no-staff}]\n";
        CompiledPlan before = compile(SOURCE, KEYS, required, FILTER);
        List<ResourceId> paused =
                List.of(new ResourceId("Filter", "no-staff"), new ResourceId("DestinationType", "webhook"));

        // When they change, and a destination that needs both
        Inputs inputs = Inputs.of(
                Files.readString(Path.of("src", "test", "resources", "compile", "types.yaml"))
                        .replace("version: \"1\"", "version: \"7\""),
                WORKSPACE,
                SOURCE,
                KEYS,
                required.replace("one.example", "two.example"),
                FILTER.replace("\"true\"", "\"false\""));
        CompiledPlan after = Inputs.compiler().compile(inputs.after(before.all(), paused));

        // Then it waits for nothing that does not come
        assertThat(after.delivery().get("filter.no-staff"))
                .isEqualTo(before.delivery().get("filter.no-staff"));
        assertThat(destination(after).config().path("url").asText()).isEqualTo("https://two.example");
        assertThat(destination(after).needs()).isEqualTo(destination(before).needs());
        destination(after).needs().forEach((key, revision) -> assertThat(
                        after.delivery().get(key).revision())
                .isEqualTo(revision));
    }

    @Test
    void aPausedDestinationIsServedByTheTypeThatIsThere() throws IOException {
        // Given
        CompiledPlan before = compile(SOURCE, KEYS, DESTINATION);
        String types = Files.readString(Path.of("src", "test", "resources", "compile", "types.yaml"));

        // When its type changes, and it does
        CompiledPlan after = Inputs.compiler()
                .compile(Inputs.of(
                                types.replace("Sends events anywhere.", "Sends.")
                                        .replace("title: Webhook", "title: Hook"),
                                WORKSPACE,
                                SOURCE,
                                KEYS,
                                DESTINATION.replace("one.example", "two.example"))
                        .after(before.all(), List.of(new ResourceId("Destination", "crm"))));

        // Then
        assertThat(destination(after).config()).isEqualTo(destination(before).config());
        destination(after).needs().forEach((key, revision) -> assertThat(
                        after.delivery().get(key).revision())
                .isEqualTo(revision));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Filter", "Destination", "Source"})
    void whatCannotBeReadAnyMoreStaysInForce(String kind) throws IOException {
        // Given a filter over destinations with a label
        String filter =
                FILTER.replace("destinationRefs: [{name: crm}]", "destinationSelector: {matchLabels: {tier: a}}");
        String labelled = DESTINATION.replace("uid: u-1", "uid: u-1, labels: {tier: a}");
        CompiledPlan before = compile(SOURCE, KEYS, labelled, filter);

        // When one of them has no spec that this version reads
        String[] now = Stream.of(SOURCE, labelled, filter)
                .map(yaml -> yaml.contains("kind: " + kind + "\n") ? yaml.substring(0, yaml.indexOf("spec:")) : yaml)
                .toArray(String[]::new);
        CompiledPlan after = compile(before.all(), now[0], now[1], now[2], KEYS);

        // Then nothing opens and nothing closes
        assertThat(after.all()).isEqualTo(before.all());
        assertThat(((FilterDocument) after.delivery().get("filter.no-staff")).action())
                .isInstanceOf(FilterAction.Drop.class);
    }

    @Test
    void whatIsSaidIsBounded() throws IOException {
        // When
        CompiledPlan plan = compile(
                SOURCE,
                KEYS,
                DESTINATION
                        .replace("config: {", "config:\n    ? " + "k".repeat(100_000) + "\n    : 1\n    ")
                        .replace("\"}", "\""));

        // Then
        Diagnostic found = only(plan, "Destination", "crm");
        assertThat(found.path()).startsWith("spec.config.kkk").endsWith(" ...").hasSize(1024);
        assertThat(destination(plan).hold()).hasSizeLessThan(2100);
    }

    private static CompiledPlan compile(String... yaml) throws IOException {
        return compile(Map.of(), yaml);
    }

    private static CompiledPlan compile(Map<String, PlanDocument> previous, String... yaml) throws IOException {
        String types = Files.readString(Path.of("src", "test", "resources", "compile", "types.yaml"));
        return Inputs.compiler()
                .compile(Inputs.of(types, WORKSPACE, String.join("\n---\n", yaml))
                        .after(previous));
    }

    private static String secret(String name, String content) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s}
                stringData: {%s}
                """.formatted(name, content);
    }

    private static DestinationDocument destination(CompiledPlan plan) {
        return (DestinationDocument) plan.delivery().get("destination.crm");
    }

    private static List<Diagnostic> found(CompiledPlan plan, String kind, String name) {
        return plan.diagnostics().get(new ResourceId(kind, name));
    }

    private static Diagnostic only(CompiledPlan plan, String kind, String name) {
        assertThat(found(plan, kind, name)).hasSize(1);
        return found(plan, kind, name).getFirst();
    }
}
