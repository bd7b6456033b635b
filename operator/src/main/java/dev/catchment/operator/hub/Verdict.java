package dev.catchment.operator.hub;

import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Reason;
import java.util.List;
import java.util.Optional;

/**
 * What is to be said about one form of a resource.
 *
 * @param conditions Accepted, ResolvedRefs, TestsPassed (if it has tests), Programmed, in this order
 * @param document its (first) document in the plan, if it has one; its effective values stand there
 */
public record Verdict(ResourceForm form, List<Condition> conditions, Optional<PlanDocument> document) {
    public Verdict {
        conditions = List.copyOf(conditions);
    }

    /** Whether it says that an instance of a plane has yet to apply what was published. */
    boolean pending() {
        return condition(ConditionType.PROGRAMMED).reason().equals(Reason.PENDING.wireName());
    }

    public Condition condition(ConditionType type) {
        return conditions.stream().filter(c -> c.type() == type).findFirst().orElseThrow();
    }
}
