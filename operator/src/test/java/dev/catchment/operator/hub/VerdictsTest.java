package dev.catchment.operator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.Plane;
import dev.catchment.contract.plan.AppliedReport;
import dev.catchment.contract.plan.SourceDocument;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerdictsTest {
    private static final ResourceKey WEB = new ResourceKey(ResourceKind.SOURCE, "web");
    private static final ResourceKey APP = new ResourceKey(ResourceKind.SOURCE, "app");
    private static final ResourceKey BAD = new ResourceKey(ResourceKind.SOURCE, "bad");
    private static final ResourceForm FORM = new ResourceForm("uid", 1, Map.of(), false);

    private final Verdicts verdicts = new Verdicts();

    @BeforeEach
    void publish() {
        verdicts.published(new Published(
                Map.of(WEB, FORM, APP, FORM, BAD, FORM),
                Map.of(BAD, List.of(new Finding(ConditionType.ACCEPTED, true, "InvalidSpec", "odd"))),
                Map.of(WEB, List.of(document("web", 5)), APP, List.of(document("app", 9)))));
    }

    @Test
    void withoutAReadyPodNobodyKnows() {
        assertThat(programmed(WEB)).isEqualTo("UNKNOWN/NoPlanes");
        assertThat(programmed(BAD)).isEqualTo("FALSE/NotInPlan");
    }

    @Test
    void everyReadyPodMustHaveAppliedIt() {
        // When
        verdicts.ready(pods("a", "b"));
        verdicts.reported(reports(new AppliedReport("a", 9, List.of())));

        // Then
        assertThat(programmed(WEB)).isEqualTo("FALSE/Pending");

        // When b comes as far as web, not as far as app
        Set<ResourceKey> changed =
                verdicts.reported(reports(new AppliedReport("a", 9, List.of()), new AppliedReport("b", 5, List.of())));

        // Then only whose verdict changed is told
        assertThat(changed).containsExactly(WEB);
        assertThat(programmed(WEB)).isEqualTo("TRUE/Programmed");
        assertThat(programmed(APP)).isEqualTo("FALSE/Pending");
    }

    @Test
    void reportsOfPodsThatAreGoneDoNotCount() {
        // When
        verdicts.ready(pods("new"));
        verdicts.reported(reports(new AppliedReport("old", 1, List.of()), new AppliedReport("new", 9, List.of())));

        // Then
        assertThat(programmed(WEB)).isEqualTo("TRUE/Programmed");
        assertThat(verdicts.ready(pods("new"))).isEmpty();
    }

    @Test
    void aRefusalCountsForTheRefusedRevisionOnly() {
        // When
        verdicts.ready(pods("a"));
        verdicts.reported(reports(
                new AppliedReport("a", 9, List.of(new AppliedReport.Refusal("source.web", 5, "no such thing")))));

        // Then
        assertThat(programmed(WEB)).isEqualTo("FALSE/Refused");
        assertThat(programmed(APP)).isEqualTo("TRUE/Programmed");

        // When a newer revision is published and not yet read
        verdicts.published(new Published(Map.of(WEB, FORM), Map.of(), Map.of(WEB, List.of(document("web", 10)))));

        // Then
        assertThat(programmed(WEB)).isEqualTo("FALSE/Pending");
    }

    @Test
    void whatIsInNoPlanAndFineHasNothingToApply() {
        // When
        verdicts.published(new Published(Map.of(WEB, FORM), Map.of(), Map.of()));

        // Then
        assertThat(programmed(WEB)).isEqualTo("TRUE/NotUsed");
        assertThat(verdicts.of(APP)).isEmpty();
    }

    @Test
    void whatFailsItsTestsIsInNoPlanAndTestsThatWaitAreUnknown() {
        // When
        verdicts.ready(pods("a"));
        verdicts.reported(reports(new AppliedReport("a", 9, List.of())));
        verdicts.published(new Published(
                Map.of(WEB, FORM, APP, FORM, BAD, FORM),
                Map.of(
                        WEB, List.of(new Finding(ConditionType.TESTS_PASSED, true, "TestsFailed", "the first")),
                        APP, List.of(new Finding(ConditionType.TESTS_PASSED, false, "TestsPassed", "All pass.")),
                        BAD, List.of(new Finding(ConditionType.TESTS_PASSED, false, "TestsNotRun", "Later."))),
                Map.of(WEB, List.of(document("web", 5)), APP, List.of(document("app", 9)))));

        // Then
        assertThat(tests(WEB)).isEqualTo("FALSE/TestsFailed");
        assertThat(programmed(WEB)).isEqualTo("FALSE/NotInPlan");
        assertThat(tests(APP)).isEqualTo("TRUE/TestsPassed");
        assertThat(programmed(APP)).isEqualTo("TRUE/Programmed");
        assertThat(tests(BAD)).isEqualTo("UNKNOWN/TestsNotRun");
    }

    private String tests(ResourceKey key) {
        Condition condition = verdicts.of(key).orElseThrow().condition(ConditionType.TESTS_PASSED);
        return condition.status() + "/" + condition.reason();
    }

    @Test
    void whatElseIsWrongIsSaidToo() {
        // When
        verdicts.published(new Published(
                Map.of(BAD, FORM),
                Map.of(
                        BAD,
                        List.of(
                                new Finding(ConditionType.ACCEPTED, false, "SelectsNothing", "nobody"),
                                new Finding(ConditionType.ACCEPTED, true, "InvalidSpec", "one"),
                                new Finding(ConditionType.ACCEPTED, true, "InvalidConfig", "two"),
                                new Finding(ConditionType.ACCEPTED, true, "InvalidConfig", "three"),
                                new Finding(ConditionType.ACCEPTED, true, "InvalidConfig", "four"))),
                Map.of()));

        // Then the first decides
        Condition accepted = verdicts.of(BAD).orElseThrow().condition(ConditionType.ACCEPTED);
        assertThat(accepted.reason()).isEqualTo("InvalidSpec");
        assertThat(accepted.message()).isEqualTo("one; two; three; and 1 more");
    }

    private String programmed(ResourceKey key) {
        Condition condition = verdicts.of(key).orElseThrow().condition(ConditionType.PROGRAMMED);
        return condition.status() + "/" + condition.reason();
    }

    private static Map<Plane, SortedSet<String>> pods(String... names) {
        return Map.of(Plane.INGEST, new TreeSet<>(Set.of(names)));
    }

    private static Map<Plane, Map<String, AppliedReport>> reports(AppliedReport... reports) {
        Map<String, AppliedReport> byInstance = new TreeMap<>();
        for (AppliedReport report : reports) {
            byInstance.put(report.instance(), report);
        }
        return Map.of(Plane.INGEST, byInstance);
    }

    private static Published.Document document(String source, long revision) {
        return new Published.Document(new SourceDocument(source, "server", true, List.of(), List.of(), null), revision);
    }
}
