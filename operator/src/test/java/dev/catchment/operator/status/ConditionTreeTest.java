package dev.catchment.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.compile.DiagnosticReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tree knows every reason, and docs/conditions.md is the tree. After a wanted change of it: {@code mvn -pl operator
 * -am test -Dtest=ConditionTreeTest -Dconditions.update=true -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ConditionTreeTest {
    private static final Path PAGE = Path.of("..", "docs", "conditions.md");

    /** Of conditions that are made of others, and of events. */
    private static final Set<Reason> NOT_IN_THE_TREE =
            Set.of(Reason.READY, Reason.UP_TO_DATE, Reason.NOT_STALLED, Reason.DATA_LEFT_BEHIND, Reason.DRIFT_REPAIRED);

    @Test
    void thePageIsWhatTheTreeSays() throws IOException {
        // When
        String page = ConditionsPage.text();

        // Then
        if (Boolean.getBoolean("conditions.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/conditions.md does not fit the operator: run this test with -Dconditions.update=true")
                .isEqualTo(page);
    }

    @Test
    void everyReasonIsExplained() {
        // Given
        Set<String> explained = all().map(Meaning::reason).collect(Collectors.toSet());

        // Then
        assertThat(Arrays.stream(Reason.values())
                        .filter(reason -> !NOT_IN_THE_TREE.contains(reason))
                        .map(Reason::wireName))
                .as("reasons that no line of SpecMeanings, BrokerMeanings, RunMeanings or SideMeanings explains")
                .allMatch(explained::contains);
        assertThat(Arrays.stream(DiagnosticReason.values()).map(DiagnosticReason::text))
                .as("the compiler's reasons that no line of SpecMeanings or RunMeanings explains")
                .allMatch(explained::contains);
    }

    @Test
    void eachReasonOfAConditionIsExplainedOnceAndInSentences() {
        for (ConditionTree tree : ConditionTree.values()) {
            for (ConditionType type : ConditionType.values()) {
                List<Meaning> meanings = tree.meanings(type);
                assertThat(meanings.stream().map(m -> m.status() + "/" + m.reason()))
                        .as("%s of %s", type, tree)
                        .doesNotHaveDuplicates();
            }
        }
        assertThat(all()).allSatisfy(meaning -> {
            assertThat(meaning.means()).matches("(?s)[A-Z`].*\\.").doesNotContain("|");
            assertThat(meaning.remedy()).matches("(?s)|[A-Z].*\\.").doesNotContain("|");
        });
    }

    @Test
    void whatKeepsAResourceFromBeingReadySaysWhatToDo() {
        assertThat(all().filter(m -> m.type().neededForReady() && m.status() != Truth.TRUE))
                .isNotEmpty()
                .allSatisfy(meaning -> assertThat(meaning.remedy()).isNotEmpty());
    }

    @Test
    void whatIsRolledUpHasTheReasonsOfWhatItIsMadeOf() {
        // Given
        ConditionTree filter = ConditionTree.FILTER;

        // Then
        assertThat(filter.holds(ConditionType.READY, Truth.TRUE, "Ready")).isTrue();
        assertThat(filter.holds(ConditionType.READY, Truth.FALSE, "InvalidExpression"))
                .isTrue();
        assertThat(filter.holds(ConditionType.READY, Truth.UNKNOWN, "InvalidExpression"))
                .isFalse();
        assertThat(filter.holds(ConditionType.STALLED, Truth.TRUE, "TestsFailed"))
                .isTrue();
        assertThat(filter.holds(ConditionType.STALLED, Truth.TRUE, "RefNotFound"))
                .isFalse();
        assertThat(filter.holds(ConditionType.RECONCILING, Truth.TRUE, "RefNotFound"))
                .isTrue();
        assertThat(filter.holds(ConditionType.READY, Truth.FALSE, "KeyConflict"))
                .isFalse();
        assertThat(filter.holds(ConditionType.DELIVERING, Truth.TRUE, "Delivering"))
                .isFalse();
    }

    @Test
    void everyKindIsAcceptedBeforeItIsProgrammed() {
        assertThat(ConditionTree.values()).allSatisfy(tree -> assertThat(tree.neededForReady())
                .startsWith(ConditionType.ACCEPTED, ConditionType.RESOLVED_REFS)
                .endsWith(ConditionType.PROGRAMMED));
    }

    private static Stream<Meaning> all() {
        return Stream.of(SpecMeanings.ALL, BrokerMeanings.ALL, RunMeanings.ALL, SideMeanings.ALL)
                .flatMap(List::stream);
    }
}
