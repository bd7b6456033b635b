package dev.catchment.operator.hub;

import dev.catchment.compile.DiagnosticReason;
import dev.catchment.contract.Plane;
import dev.catchment.contract.plan.AppliedReport;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Reason;
import dev.catchment.operator.status.Truth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The verdict on every resource of a hub, from the plan that was published, the Pods that are ready and what their
 * instances say they applied. Each of the three may change on its own; whoever changes one learns whose verdict it
 * changed, so that a report of one instance does not touch ten thousand resources.
 */
final class Verdicts {
    private static final String NOT_RUN = DiagnosticReason.TESTS_NOT_RUN.text();
    private static final int MOST_SAID = 3;

    private Published published = Published.NOTHING;
    private Map<Plane, SortedSet<String>> ready = Map.of();
    private Map<Plane, Map<String, AppliedReport>> reports = Map.of();
    private Map<ResourceKey, Verdict> verdicts = Map.of();

    synchronized Set<ResourceKey> published(Published now) {
        Published before = published;
        published = now;
        return judge(key -> !now.saysTheSame(before, key));
    }

    synchronized Set<ResourceKey> ready(Map<Plane, SortedSet<String>> now) {
        if (ready.equals(now)) {
            return Set.of();
        }
        ready = now;
        return judge(_ -> true);
    }

    synchronized Set<ResourceKey> reported(Map<Plane, Map<String, AppliedReport>> now) {
        Map<Plane, Rollout> before = rollouts();
        reports = now;
        Map<Plane, Rollout> after = rollouts();
        return judge(key -> published.documents().getOrDefault(key, List.of()).stream()
                .anyMatch(document -> concerns(document, before) || concerns(document, after)));
    }

    /** Whether a rollout can say anything of a document but that every instance has it. */
    private static boolean concerns(Published.Document document, Map<Plane, Rollout> rollouts) {
        Rollout rollout = rollouts.get(document.content().plane());
        return rollout != null && rollout.concerns(document.content(), document.revision());
    }

    synchronized Optional<Verdict> of(ResourceKey key) {
        return Optional.ofNullable(verdicts.get(key));
    }

    /** @param affected whose verdict may be another one now */
    private Set<ResourceKey> judge(Predicate<ResourceKey> affected) {
        Map<Plane, Rollout> rollouts = rollouts();
        Map<ResourceKey, Verdict> now = HashMap.newHashMap(published.forms().size());
        Set<ResourceKey> changed = new HashSet<>();
        published.forms().forEach((key, form) -> {
            Verdict before = verdicts.get(key);
            Verdict verdict = before == null || affected.test(key) ? verdict(key, form, rollouts) : before;
            now.put(key, verdict);
            if (!verdict.equals(before)) {
                changed.add(key);
            }
        });
        verdicts.keySet().stream().filter(key -> !now.containsKey(key)).forEach(changed::add);
        verdicts = now;
        return changed;
    }

    private Verdict verdict(ResourceKey key, ResourceForm form, Map<Plane, Rollout> rollouts) {
        List<Finding> findings = published.findings().getOrDefault(key, List.of());
        Condition accepted = condition(ConditionType.ACCEPTED, Reason.ACCEPTED, findings);
        Condition resolved = condition(ConditionType.RESOLVED_REFS, Reason.RESOLVED, findings);
        Optional<PlanDocument> document = published.documents().getOrDefault(key, List.of()).stream()
                .map(Published.Document::content)
                .findFirst();
        List<Condition> conditions = new ArrayList<>(List.of(accepted, resolved));
        Optional<Condition> tests = tests(findings);
        tests.ifPresent(conditions::add);
        boolean fails =
                tests.map(condition -> condition.status() == Truth.FALSE).orElse(false);
        conditions.add(programmed(key, accepted.status() == Truth.FALSE || fails, resolved, rollouts));
        return new Verdict(form, conditions, document);
    }

    /** The compiler has something to say of every resource with tests: that they fail, were not run, or pass. */
    private static Optional<Condition> tests(List<Finding> findings) {
        return findings.stream()
                .filter(f -> f.about() == ConditionType.TESTS_PASSED)
                .findFirst()
                .map(f -> new Condition(
                        ConditionType.TESTS_PASSED,
                        f.fatal() ? Truth.FALSE : f.reason().equals(NOT_RUN) ? Truth.UNKNOWN : Truth.TRUE,
                        f.reason(),
                        f.message()));
    }

    /** The first fault decides, then the first warning; what else is wrong is said, too. */
    private static Condition condition(ConditionType type, Reason fine, List<Finding> findings) {
        List<Finding> about = findings.stream()
                .filter(f -> f.about() == type)
                .sorted(Comparator.comparing((Finding f) -> !f.fatal()))
                .toList();
        if (about.isEmpty()) {
            return Condition.happy(type, fine);
        }
        Finding first = about.getFirst();
        String message = about.stream()
                .filter(f -> f.fatal() == first.fatal())
                .limit(MOST_SAID)
                .map(Finding::message)
                .collect(Collectors.joining("; "));
        long unsaid = about.stream().filter(f -> f.fatal() == first.fatal()).count() - MOST_SAID;
        return new Condition(
                type,
                Truth.of(!first.fatal()),
                first.reason(),
                unsaid > 0 ? message + "; and " + unsaid + " more" : message);
    }

    /** @param bad whether it must not be in force as it is */
    private Condition programmed(ResourceKey key, boolean bad, Condition resolved, Map<Plane, Rollout> rollouts) {
        Optional<Condition> denied = published.findings().getOrDefault(key, List.of()).stream()
                .filter(f -> f.about() == ConditionType.PROGRAMMED && f.fatal())
                .map(f -> new Condition(ConditionType.PROGRAMMED, Truth.FALSE, f.reason(), f.message()))
                .findFirst();
        List<Published.Document> documents = published.documents().getOrDefault(key, List.of());
        if (denied.isPresent()) {
            // that events wait, or that a former version is in force, is true once the planes know it
            return rolledOut(documents, rollouts).filter(Verdicts::isPending).orElse(denied.get());
        }
        if (bad || (documents.isEmpty() && resolved.status() == Truth.FALSE)) {
            return Condition.of(
                    ConditionType.PROGRAMMED,
                    Truth.FALSE,
                    Reason.NOT_IN_PLAN,
                    "This version of it is in no plan. A former one may still be in force.");
        }
        return rolledOut(documents, rollouts).orElse(Condition.happy(ConditionType.PROGRAMMED, Reason.NOT_USED));
    }

    private static Optional<Condition> rolledOut(List<Published.Document> documents, Map<Plane, Rollout> rollouts) {
        return documents.stream()
                .map(d -> Objects.requireNonNull(rollouts.get(d.content().plane()))
                        .of(d.content().key(), d.revision()))
                .min(Comparator.comparing(Condition::status));
    }

    private static boolean isPending(Condition condition) {
        return condition.reason().equals(Reason.PENDING.wireName());
    }

    private Map<Plane, Rollout> rollouts() {
        Map<Plane, Rollout> rollouts = new EnumMap<>(Plane.class);
        for (Plane plane : Plane.values()) {
            rollouts.put(
                    plane,
                    new Rollout(
                            plane,
                            Objects.requireNonNullElse(ready.get(plane), Collections.emptySortedSet()),
                            reports.getOrDefault(plane, Map.of())));
        }
        return rollouts;
    }
}
