package dev.catchment.operator.status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** docs/conditions.md, written from the {@link ConditionTree}. */
final class ConditionsPage {
    private static final String INTRODUCTION = """
            # Conditions

            What the operator says of each resource in `status.conditions`, and what to do about it. `kubectl describe` shows
            them, `kubectl wait --for=condition=Ready` waits for them; Argo CD and Flux understand `Ready`, `Reconciling` and
            `Stalled` by themselves. The message of a condition names the very field, Secret or pod.

            - `observedGeneration` says of which version of the spec a condition speaks. A status without it, or with -1, was not
              written yet.
            - False beats Unknown: the first condition that is False decides `Ready` and lends it its reason and message, else the
              first that is Unknown.
            - `lastTransitionTime` changes when the status flips, not when reason or message do.
            - When `Ready`, `DataLoss` or `Delivering` change, a Kubernetes event with the same reason says so, once. Beside those
              are `DataLeftBehind`, of a deleted Workspace whose streams could not be removed from NATS in time, and
              `DriftRepaired`, of streams, buckets or a plan that somebody had changed in NATS.

            This page is written from the operator's code by its tests.
            """;

    private ConditionsPage() {}

    static String text() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (ConditionTree tree : ConditionTree.values()) {
            page.append("\n## ").append(tree.kind()).append("\n\n```text\n");
            picture(page, tree);
            page.append("```\n\n| condition | status | reason | what it means | what to do |\n|---|---|---|---|---|\n");
            tree.neededForReady().forEach(type -> rows(page, tree, type));
            tree.beside().forEach(type -> rows(page, tree, type));
        }
        return page.toString();
    }

    private static void picture(StringBuilder page, ConditionTree tree) {
        List<ConditionType> needed = tree.neededForReady();
        line(page, "", ConditionType.READY, "");
        for (int i = 0; i < needed.size(); i++) {
            boolean last = i == needed.size() - 1;
            line(page, last ? "└── " : "├── ", needed.get(i), needed.get(i).stalls() ? "; False: Stalled" : "");
        }
        line(page, "", ConditionType.RECONCILING, "");
        line(page, "", ConditionType.STALLED, "");
        if (!tree.beside().isEmpty()) {
            page.append("beside Ready\n");
            tree.beside().forEach(type -> line(page, "    ", type, ""));
        }
    }

    private static void line(StringBuilder page, String branch, ConditionType type, String more) {
        page.append(String.format("%-24s%s%s%n", branch + type.wireName(), type.whenTrue(), more));
    }

    /** One row for all reasons of which the same is to be said. */
    private static void rows(StringBuilder page, ConditionTree tree, ConditionType type) {
        Map<Row, List<String>> rows = new LinkedHashMap<>();
        for (Truth status : List.of(Truth.TRUE, Truth.FALSE, Truth.UNKNOWN)) {
            tree.meanings(type).stream()
                    .filter(meaning -> meaning.status() == status)
                    .forEach(meaning -> rows.computeIfAbsent(
                                    new Row(status, meaning.means(), meaning.remedy()), _ -> new ArrayList<>())
                            .add("`" + meaning.reason() + "`"));
        }
        rows.forEach((row, reasons) -> page.append("| `")
                .append(type.wireName())
                .append("` | ")
                .append(row.status().wireName())
                .append(" | ")
                .append(String.join(", ", reasons))
                .append(" | ")
                .append(row.means())
                .append(" | ")
                .append(row.remedy())
                .append(" |\n"));
    }

    private record Row(Truth status, String means, String remedy) {}
}
