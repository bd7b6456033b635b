package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Cases in a resource decide whether it is put into force. */
class SpecTestsIT extends TeamTest {
    private static final String TESTED = destination("crm", true) + """
              requiredFilterRefs: [{name: no-staff}]
              tests:
                - name: an order is sent
                  events: [{type: track, event: Order, userId: u-1, messageId: m-1}]
                  expect: [{requests: [{match: partial, url: "https://crm.example/hook", body: {event: Order}}]}]
                - name: staff is left out
                  events: [{type: track, event: Order, userId: staff, messageId: m-2}]
                  expect: [{outcome: filtered, reason: FILTERED_BY_RULES}]
            """;
    private static final String TESTED_FILTER = FILTER + """
              tests:
                - name: only staff
                  events: [{type: page, userId: staff, messageId: m-1}, {type: page, userId: u, messageId: m-2}]
                  expect: [{outcome: filtered}, {outcome: send}]
            """;

    @Test
    void aDestinationIsPutIntoForceWhenItsCasesPass() {
        // Given: its filter comes later
        team.apply(WORKSPACE, SOURCE, TESTED, destination("plain", true));
        team.runPlanes("acme");
        eventually().untilAsserted(() -> {
            assertThat(condition(team.destination("crm"), "TestsPassed")).isEqualTo("Unknown/TestsNotRun");
            assertThat(condition(team.destination("crm"), "Stalled")).startsWith("False/");
        });

        // When
        team.apply(TESTED_FILTER);

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.destination("crm"), "TestsPassed")).isEqualTo("True/TestsPassed");
            assertThat(condition(team.destination("crm"), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.filter("no-staff"), "TestsPassed")).isEqualTo("True/TestsPassed");
        });
        assertThat(message(team.destination("crm"), "TestsPassed")).isEqualTo("All 2 cases pass.");
        assertThat(condition(team.destination("plain"), "TestsPassed")).isEqualTo("stale or absent");
        DestinationDocument good = document();

        // When a change breaks a case
        team.apply(TESTED.replace("url: \"https://crm.example/hook\"}\n", "url: \"https://crm.example/new\"}\n"));

        // Then what was good stays in force, and which case it is is said, also by kubectl
        eventually().untilAsserted(() -> {
            assertThat(condition(team.destination("crm"), "TestsPassed")).isEqualTo("False/TestsFailed");
            assertThat(condition(team.destination("crm"), "Accepted")).isEqualTo("True/Accepted");
            assertThat(condition(team.destination("crm"), "Programmed")).isEqualTo("False/LastGood");
            assertThat(condition(team.destination("crm"), "Ready")).isEqualTo("False/TestsFailed");
            assertThat(condition(team.destination("crm"), "Stalled")).isEqualTo("True/TestsFailed");
        });
        assertThat(message(team.destination("crm"), "Ready"))
                .startsWith("spec.tests[0].expect[0].requests[0].url: case \"an order is sent\"")
                .contains("https://crm.example/hook", "https://crm.example/new");
        assertThat(document()).isEqualTo(good);
        assertThat(Kubectl.of(TestTeam.cluster(), team.namespace)
                        .run("", "get", "destinations", "crm", "-o", "wide")
                        .output())
                .contains("False", "TestsFailed", "an order is sent");
        eventually().untilAsserted(() -> assertThat(team.events("Destination", "crm"))
                .contains("Warning TestsFailed"));

        // When both are changed
        team.apply(TESTED.replace("https://crm.example/hook", "https://crm.example/new"));

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.destination("crm"), "Ready"))
                .isEqualTo("True/Ready"));
        assertThat(document().config().path("url").asText()).isEqualTo("https://crm.example/new");
    }

    @Test
    void aFilterThatFailsItsCasesKeepsItsFormerForm() {
        // Given
        team.apply(WORKSPACE, SOURCE, destination("crm", true), TESTED_FILTER);
        team.runPlanes("acme");
        eventually().untilAsserted(() -> assertThat(condition(team.filter("no-staff"), "Ready"))
                .isEqualTo("True/Ready"));
        FilterDocument good = filterDocument();

        // When
        team.apply(TESTED_FILTER.replace("userId == 'staff'", "userId == 'stuff'"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.filter("no-staff"), "TestsPassed")).isEqualTo("False/TestsFailed");
            assertThat(condition(team.filter("no-staff"), "Stalled")).isEqualTo("True/TestsFailed");
        });
        assertThat(message(team.filter("no-staff"), "Ready")).contains("case \"only staff\"", "expected filtered");
        assertThat(filterDocument()).isEqualTo(good);

        // When the operator restarts: the former form is read back from the plan
        team.stopOperator();
        team.startOperator();
        team.apply(destination("other", true));
        eventually().until(() -> team.plan("acme").containsKey("destination.other"));

        // Then
        assertThat(filterDocument()).isEqualTo(good);

        // When mended
        team.apply(TESTED_FILTER.replace("userId == 'staff'", "userId in ['staff', 'stuff']"));

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.filter("no-staff"), "Ready"))
                .isEqualTo("True/Ready"));
        assertThat(filterDocument().when().cel()).contains("stuff");
    }

    @Test
    void whatNeverPassedLetsNothingThrough() {
        // When
        team.apply(WORKSPACE, SOURCE, TESTED_FILTER.replace("userId == 'staff'", "userId == 'stuff'"));
        team.apply(destination("crm", true) + """
                  tests:
                    - name: an order is sent
                      events: [{type: track, event: Order, userId: u-1, messageId: m-1}]
                      expect: [{requests: [{match: partial, body: {event: Ordre}}]}]
                """);

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.destination("crm"), "TestsPassed")).isEqualTo("False/TestsFailed");
            assertThat(document().hold()).contains("an order is sent");
            assertThat(filterDocument().action()).isInstanceOf(FilterAction.Hold.class);
        });
    }

    @Test
    void theExamplePasses() throws IOException {
        // When
        try (Stream<Path> files = Files.list(Path.of("../examples/tested"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                team.apply(Files.readString(file));
            }
        }

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.destination("orders"), "TestsPassed")).isEqualTo("True/TestsPassed");
            assertThat(condition(team.filter("no-test-accounts"), "TestsPassed"))
                    .isEqualTo("True/TestsPassed");
        });
    }

    private DestinationDocument document() {
        return (DestinationDocument) team.plan("acme").get("destination.crm");
    }

    private FilterDocument filterDocument() {
        return (FilterDocument) team.plan("acme").get("filter.no-staff");
    }
}
