package dev.catchment.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.StatusCondition;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.operator.status.ConditionTree;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Truth;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What holds of every status that the operator wrote, whatever the test was about. */
final class ConditionCheck {
    private ConditionCheck() {}

    static void everythingIn(KubernetesClient client, String namespace) {
        Stream.of(Workspace.class, Source.class, Destination.class, Filter.class)
                .flatMap(kind -> client.resources(kind).inNamespace(namespace).list().getItems().stream())
                .forEach(ConditionCheck::check);
        client.resources(DestinationType.class).list().getItems().forEach(ConditionCheck::check);
    }

    private static void check(HasMetadata resource) {
        List<StatusCondition> conditions = TestTeam.conditions(resource);
        if (conditions.isEmpty()) {
            return;
        }
        ConditionTree tree = ConditionTree.of(resource.getKind()).orElseThrow();
        String what = resource.getKind() + " " + resource.getMetadata().getName() + ": ";
        assertThat(conditions.stream().map(StatusCondition::type))
                .as(what + "its conditions")
                .doesNotHaveDuplicates()
                .containsAll(Stream.of(tree.neededForReady(), tree.rolledUp(), tree.beside())
                        .flatMap(List::stream)
                        .filter(type -> type != ConditionType.TESTS_PASSED)
                        .map(ConditionType::wireName)
                        .toList());
        for (StatusCondition condition : conditions) {
            check(what, tree, condition);
            assertThat(condition.observedGeneration())
                    .as(what + "all are of one generation")
                    .isEqualTo(conditions.getFirst().observedGeneration());
        }
        rolledUp(what, conditions);
    }

    private static void check(String what, ConditionTree tree, StatusCondition condition) {
        String said = what + condition;
        Truth status = Truth.of(condition.status());
        ConditionType type = type(condition);
        assertThat(tree.holds(type, status, condition.reason()))
                .as(said + ": is in the tree; a new reason gets its line in SpecMeanings, RunMeanings or SideMeanings")
                .isTrue();
        assertThat(condition.observedGeneration()).as(said).isNotNull().isPositive();
        assertThat(Instant.parse(condition.lastTransitionTime())).as(said).isNotNull();
        if (status != type.good()) {
            assertThat(condition.message()).as(said).isNotBlank();
        }
    }

    /** False beats Unknown, and of equals the first decides. */
    private static void rolledUp(String what, List<StatusCondition> conditions) {
        StatusCondition unhappiest = conditions.stream()
                .filter(c -> type(c).neededForReady())
                .sorted(Comparator.comparing(ConditionCheck::type))
                .min(Comparator.comparing(c -> Truth.of(c.status())))
                .orElseThrow();
        boolean ready = Truth.of(unhappiest.status()) == Truth.TRUE;
        boolean stalled = conditions.stream().anyMatch(c -> type(c).stalls() && Truth.of(c.status()) == Truth.FALSE);
        assertThat(said(conditions, ConditionType.READY))
                .as(what + "Ready is the unhappiest of what it needs")
                .isEqualTo(unhappiest.status() + "/" + (ready ? "Ready" : unhappiest.reason()));
        assertThat(said(conditions, ConditionType.STALLED)).as(what).startsWith(stalled ? "True/" : "False/");
        assertThat(said(conditions, ConditionType.RECONCILING))
                .as(what)
                .startsWith(!ready && !stalled ? "True/" : "False/");
    }

    private static String said(List<StatusCondition> conditions, ConditionType type) {
        return conditions.stream()
                .filter(c -> type(c) == type)
                .map(c -> c.status() + "/" + c.reason())
                .findFirst()
                .orElse("absent");
    }

    private static ConditionType type(StatusCondition condition) {
        return Arrays.stream(ConditionType.values())
                .filter(type -> type.wireName().equals(condition.type()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(condition + ": there is no such condition"));
    }
}
