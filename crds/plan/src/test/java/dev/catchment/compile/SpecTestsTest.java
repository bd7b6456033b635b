package dev.catchment.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.PlanDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the cases in {@code spec.tests} decide. */
class SpecTestsTest {
    private static final ResourceId CRM = new ResourceId("Destination", "crm");
    private static final ResourceId NO_STAFF = new ResourceId("Filter", "no-staff");
    private static final Path TYPES = Path.of("src", "test", "resources", "compile", "types.yaml");
    private static final String BASE = """
            apiVersion: catchment.dev/v1alpha1
            kind: Workspace
            metadata: {name: acme}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: crm}
            stringData: {sharedSecret: hush-token}
            """;
    private static final String DESTINATION = """
            apiVersion: catchment.dev/v1alpha1
            kind: Destination
            metadata: {name: crm, uid: u}
            spec:
              workspaceRef: {name: acme}
              type: webhook
              sourceSelector: {}
              config: {url: "https://crm.example/hook"}
              tests:
                - name: an order is sent
                  events: [{type: track, event: Order, userId: u-1, messageId: m-1}]
                  expect: [{requests: [{match: partial, url: "https://crm.example/hook", body: {event: Order}}]}]
                - name: staff is left out
                  events: [{type: track, event: Order, userId: staff, messageId: m-2}]
                  expect: [{outcome: filtered, reason: FILTERED_BY_RULES, detail: no-staff}]
            """;
    private static final String FILTER = """
            apiVersion: catchment.dev/v1alpha1
            kind: Filter
            metadata: {name: no-staff}
            spec:
              workspaceRef: {name: acme}
              sourceSelector: {}
              destinationRefs: [{name: crm}]
              when: {cel: "event.userId == 'staff'"}
              drop: {}
              tests:
                - name: only staff
                  events: [{type: page, userId: staff, messageId: m-1}, {type: page, userId: u, messageId: m-2}]
                  expect: [{outcome: filtered}, {}]
            """;

    private final PlanCompiler compiler = Checkers.compiler();
    private String types;

    @BeforeEach
    void readTypes() throws IOException {
        types = Files.readString(TYPES);
    }

    @Test
    void casesThatPassAreSaidAndChangeNothing() {
        // When
        CompiledPlan plan = compile(Map.of(), DESTINATION, FILTER);

        // Then
        assertThat(tests(plan, CRM)).isEqualTo("TestsPassed spec.tests: All 2 cases pass.");
        assertThat(tests(plan, NO_STAFF)).isEqualTo("TestsPassed spec.tests: The case passes.");
        assertThat(destination(plan).hold()).isNull();
        assertThat(filter(plan).action()).isEqualTo(new FilterAction.Drop());
        assertThat(destination(plan)).isEqualTo(destination(compile(Map.of(), without(DESTINATION), without(FILTER))));
    }

    @Test
    void aDestinationThatFailsStaysAsItWasLastGood() {
        // Given
        CompiledPlan good = compile(Map.of(), DESTINATION, FILTER);

        // When
        CompiledPlan bad =
                compile(good.all(), DESTINATION.replace("crm.example/hook\"}\n", "crm.example/new\"}\n"), FILTER);

        // Then
        assertThat(tests(bad, CRM))
                .isEqualTo("TestsFailed spec.tests[0].expect[0].requests[0].url: case \"an order is sent\": expected"
                        + " \"https://crm.example/hook\", got \"https://crm.example/new\"");
        assertThat(destination(bad)).isEqualTo(destination(good));
        assertThat(bad.accepted(CRM)).isTrue();

        // When the case is changed too
        CompiledPlan mended =
                compile(bad.all(), DESTINATION.replace("crm.example/hook\"", "crm.example/new\""), FILTER);

        // Then
        assertThat(tests(mended, CRM)).startsWith("TestsPassed");
        assertThat(destination(mended).config().path("url").asText()).isEqualTo("https://crm.example/new");
    }

    @Test
    void aDestinationThatNeverPassedHoldsItsEvents() {
        // When
        CompiledPlan plan = compile(Map.of(), DESTINATION.replace("event: Order}}", "event: Ordr}}"), FILTER);

        // Then
        assertThat(destination(plan).hold()).contains("spec.tests[0]", "an order is sent", "Ordr");

        // When it passes
        CompiledPlan mended = compile(plan.all(), DESTINATION, FILTER);

        // Then
        assertThat(destination(mended).hold()).isNull();
    }

    @Test
    void whatAFilterDoesToADestinationIsTheDestinationsToSay() {
        // Given
        CompiledPlan good = compile(Map.of(), DESTINATION, without(FILTER));

        // When the filter is changed, which is somebody's decision
        CompiledPlan changed = compile(good.all(), DESTINATION, without(FILTER).replace("'staff'", "'u-1'"));

        // Then it is in force, and the destination stays as it was
        assertThat(tests(changed, CRM)).startsWith("TestsFailed spec.tests[0].expect[0].outcome");
        assertThat(filter(changed).when().cel()).contains("'u-1'");
        assertThat(changed.diagnostics().get(NO_STAFF)).isEmpty();
        assertThat(destination(changed)).isEqualTo(destination(good));
    }

    @Test
    void casesWaitForTheFiltersThatAreRequired() {
        // Given
        String requiring = DESTINATION.replace("config:", "requiredFilterRefs: [{name: no-staff}]\n  config:");

        // When
        CompiledPlan before = compile(Map.of(), requiring);
        CompiledPlan after = compile(before.all(), requiring, FILTER);
        CompiledPlan failing = compile(after.all(), requiring, FILTER.replace("userId: u,", "userId: staff,"));

        // Then
        assertThat(tests(before, CRM)).startsWith("TestsNotRun");
        assertThat(destination(before).hold()).contains("no filter no-staff");
        assertThat(tests(after, CRM)).startsWith("TestsPassed");
        assertThat(destination(after).hold()).isNull();
        assertThat(destination(failing).hold()).contains("no-staff fails its tests");
    }

    @Test
    void aFilterThatFailsKeepsItsLastGoodForm() {
        // Given
        CompiledPlan good = compile(Map.of(), without(DESTINATION), FILTER);

        // When
        CompiledPlan bad = compile(good.all(), without(DESTINATION), FILTER.replace("== 'staff'\"", "!= 'staff'\""));

        // Then
        assertThat(tests(bad, NO_STAFF))
                .startsWith(
                        "TestsFailed spec.tests[0].expect[0].outcome: case \"only staff\": expected filtered, got send"
                                + "; 1 more difference");
        assertThat(filter(bad)).isEqualTo(filter(good));
    }

    @Test
    void aFilterThatNeverPassedHoldsWhatItCovers() {
        // When
        CompiledPlan plan = compile(Map.of(), without(DESTINATION), FILTER.replace("== 'staff'\"", "!= 'staff'\""));

        // Then
        assertThat(filter(plan).action())
                .isInstanceOfSatisfying(FilterAction.Hold.class, hold -> assertThat(hold.reason())
                        .startsWith("Filter no-staff fails its tests: spec.tests[0]"));
    }

    @Test
    void whatIsLeftOfAnEventIsCompared() {
        // Given
        String fields = FILTER.replace("  drop: {}", "  dropFields: {paths: [context.ip, traits.email]}")
                .replaceFirst("(?s)events: .*", """
                        events: [{type: identify, userId: staff, messageId: m, context: {ip: 10.0.0.1, os: x}, traits: {email: e}}]
                              expect: [{event: {type: identify, userId: staff, messageId: m, context: {os: x}, traits: {}}}]
                        """);

        // When
        CompiledPlan exact = compile(Map.of(), fields);
        CompiledPlan partial = compile(
                Map.of(), fields.replace("[{event: {type: identify, userId: staff,", "[{match: partial, event: {"));
        CompiledPlan failing = compile(Map.of(), fields.replace("context: {os: x}, traits: {}", "context: {os: y}"));

        // Then
        assertThat(tests(exact, NO_STAFF)).startsWith("TestsPassed");
        assertThat(tests(partial, NO_STAFF)).startsWith("TestsPassed");
        assertThat(tests(failing, NO_STAFF))
                .isEqualTo("TestsFailed spec.tests[0].expect[0].event.context.os: case \"only staff\": expected \"y\","
                        + " got \"x\"; 1 more difference");
    }

    @Test
    void aMalformedCaseIsNotAccepted() {
        // When
        CompiledPlan plan = compile(
                Map.of(),
                DESTINATION.replace("FILTERED_BY_RULES", "FILTERED_BY_RULE"),
                FILTER.replace(
                        "expect: [{outcome: filtered}, {}]", "expect: [{outcome: filtered, event: {a: 1}}, {}]"));

        // Then
        assertThat(plan.diagnostics().get(CRM).getFirst()).satisfies(found -> {
            assertThat(found.condition()).isEqualTo(ConditionType.ACCEPTED);
            assertThat(found.reason()).isEqualTo(DiagnosticReason.INVALID_SPEC);
            assertThat(found.path()).isEqualTo("spec.tests[1].expect[0].reason");
            assertThat(found.message()).contains("FILTERED_BY_RULES");
        });
        assertThat(tests(plan, CRM)).startsWith("TestsNotRun");
        assertThat(plan.diagnostics().get(NO_STAFF).getFirst().path()).isEqualTo("spec.tests[0].expect[0].event");
        assertThat(plan.accepted(NO_STAFF)).isFalse();
    }

    @Test
    void aFilterThatTakesFieldsOutMustSayWhatIsLeft() {
        // When
        CompiledPlan plan = compile(Map.of(), FILTER.replace("drop: {}", "keepFields: {paths: [userId]}"));

        // Then
        assertThat(plan.diagnostics().get(NO_STAFF).getFirst().path()).isEqualTo("spec.tests[0].expect[1].event");
        assertThat(plan.diagnostics().get(NO_STAFF).getFirst().message()).startsWith("is required");
    }

    @Test
    void secretsAreNeverSaid() {
        // Given
        String signed = DESTINATION
                .replace("sourceSelector: {}", "sourceSelector: {}\n  secretRef: {name: crm}")
                .replace(
                        "{match: partial, url: \"https://crm.example/hook\", body: {event: Order}}",
                        "{url: \"https://crm.example/hook\", headers: {Content-Type: application/json, X-Token: TOKEN},"
                                + " body: {event: Order}}");
        String type = types.replace(
                "requests: [{url:", "requests: [{headers: {X-Token: \"Bearer ${secret.sharedSecret}\"}, url:");

        // When
        CompiledPlan hidden = compileWith(type, signed.replace("TOKEN", "Bearer ***"));
        CompiledPlan written = compileWith(type, signed.replace("TOKEN", "Bearer hush-token"));

        // Then
        assertThat(hidden.diagnostics().toString() + hidden.delivery() + written.diagnostics() + written.delivery())
                .doesNotContain("hush");
        assertThat(tests(written, CRM)).contains("a secret must not be written here");
    }

    @Test
    void aDisabledDestinationAndOneWithoutSourcesAreTestedAllTheSame() {
        // When
        CompiledPlan disabled = compile(Map.of(), DESTINATION.replace("config:", "enabled: false\n  config:"), FILTER);
        CompiledPlan without = compile(
                Map.of(),
                DESTINATION.replace("sourceSelector: {}", "sourceSelector: {matchLabels: {later: \"yes\"}}"),
                FILTER);

        // Then
        assertThat(tests(disabled, CRM)).startsWith("TestsPassed");
        assertThat(destination(disabled).enabled()).isFalse();
        assertThat(tests(without, CRM)).startsWith("TestsPassed");
        assertThat(destination(without).sources().names()).isEmpty();
    }

    @Test
    void whatDidNotChangeIsNotRunAgain() {
        // Given
        CompiledPlan first = compile(Map.of(), DESTINATION, FILTER);

        // When
        CompiledPlan again = compile(first.all(), DESTINATION, FILTER);
        CompiledPlan other = compile(first.all(), DESTINATION, FILTER.replace("'staff'\"}", "'staff' || false\"}"));

        // Then
        assertThat(again.tests().get(CRM)).isSameAs(first.tests().get(CRM));
        assertThat(again.tests().get(NO_STAFF)).isSameAs(first.tests().get(NO_STAFF));
        assertThat(other.tests().get(CRM)).isNotSameAs(first.tests().get(CRM));
        assertThat(first.tests().get(CRM))
                .allSatisfy(result -> assertThat(result.took()).isPositive());
    }

    @Test
    void aTooLongListOfCasesIsNotAccepted() {
        // When
        CompiledPlan plan = compile(
                Map.of(), DESTINATION.replace("event: Order, userId: u-1", "event: " + "x".repeat(140_000)), FILTER);

        // Then
        assertThat(plan.diagnostics().get(CRM).getFirst()).satisfies(found -> {
            assertThat(found.path()).isEqualTo("spec.tests");
            assertThat(found.message()).contains("131072");
        });
    }

    private CompiledPlan compile(Map<String, PlanDocument> previous, String... yaml) {
        return compiler.compile(
                Inputs.of(BASE, types, String.join("\n---\n", yaml)).after(previous));
    }

    private CompiledPlan compileWith(String type, String yaml) {
        return compiler.compile(Inputs.of(BASE, type, yaml, FILTER).after(Map.of()));
    }

    private static String without(String resource) {
        return resource.replaceFirst("(?s)  tests:.*", "");
    }

    private static String tests(CompiledPlan plan, ResourceId resource) {
        return plan.diagnostics().get(resource).stream()
                .filter(found -> found.condition() == ConditionType.TESTS_PASSED)
                .map(found -> found.reason().text() + " " + found.path() + ": " + found.message())
                .findFirst()
                .orElse("");
    }

    private static DestinationDocument destination(CompiledPlan plan) {
        return (DestinationDocument) plan.delivery().get("destination.crm");
    }

    private static FilterDocument filter(CompiledPlan plan) {
        return (FilterDocument) plan.delivery().get("filter.no-staff");
    }
}
