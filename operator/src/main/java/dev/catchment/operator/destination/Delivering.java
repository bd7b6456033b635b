package dev.catchment.operator.destination;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationSpec;
import dev.catchment.api.v1alpha1.DestinationStatus;
import dev.catchment.api.v1alpha1.StatusCondition;
import dev.catchment.operator.hub.DestinationTotals;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Conditions;
import dev.catchment.operator.status.Reason;
import dev.catchment.operator.status.Truth;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a Destination's tool takes what is sent to it, from what delivery counts. Pure. */
final class Delivering {
    private static final int MOST_TEXT = 512;

    private Delivering() {}

    /** As long as nothing is known of what was counted: what the spec says, else what was said before. */
    static Condition unknown(Destination destination) {
        Optional<StatusCondition> before = Optional.ofNullable(destination.getStatus())
                .map(DestinationStatus::conditions)
                .flatMap(conditions -> Conditions.find(conditions, ConditionType.DELIVERING))
                .filter(c -> !Reason.DISABLED.wireName().equals(c.reason())
                        && !Reason.SUSPENDED.wireName().equals(c.reason()));
        return bySpec(destination)
                .or(() -> before.map(
                        c -> new Condition(ConditionType.DELIVERING, Truth.of(c.status()), c.reason(), c.message())))
                .orElseGet(Delivering::noTraffic);
    }

    static Condition of(Destination destination, DestinationTotals totals) {
        return bySpec(destination).orElseGet(() -> switch (totals.health()) {
            case IDLE -> noTraffic();
            case DELIVERING -> Condition.happy(ConditionType.DELIVERING, Reason.DELIVERING);
            case REFUSED ->
                failing(
                        Reason.EVENTS_REFUSED,
                        "Nothing was ever delivered, and events became dead letters" + error(totals)
                                + ". See status.counters.deadLetterReasons.");
            case CREDENTIALS_REJECTED ->
                failing(
                        Reason.CREDENTIALS_REJECTED,
                        "The tool refuses the credentials" + error(totals) + ". Correct " + secret(destination)
                                + "; events wait until then.");
            case FAILING ->
                failing(
                        Reason.CIRCUIT_OPEN,
                        "The tool fails" + error(totals)
                                + ". It is tried again after pauses of up to a minute; events wait until then.");
        });
    }

    /** Whether a status says something else than another. */
    static boolean flips(DestinationStatus one, DestinationStatus other) {
        return !said(one).equals(said(other));
    }

    private static String said(DestinationStatus status) {
        return Conditions.find(status.conditions(), ConditionType.DELIVERING)
                .map(c -> c.status() + "/" + c.reason())
                .orElse("");
    }

    private static Optional<Condition> bySpec(Destination destination) {
        @Nullable DestinationSpec spec = destination.getSpec();
        if (spec != null && !spec.active()) {
            return Optional.of(Condition.of(
                    ConditionType.DELIVERING,
                    Truth.UNKNOWN,
                    Reason.DISABLED,
                    "spec.enabled is false: its events are counted and not kept."));
        }
        if (spec != null && spec.suspended()) {
            return Optional.of(
                    failing(Reason.SUSPENDED, "spec.suspend is true: its events wait until it is set to false."));
        }
        return Optional.empty();
    }

    private static Condition noTraffic() {
        return Condition.of(ConditionType.DELIVERING, Truth.UNKNOWN, Reason.NO_TRAFFIC, "Nothing was delivered yet.");
    }

    private static Condition failing(Reason reason, String message) {
        return Condition.of(ConditionType.DELIVERING, Truth.FALSE, reason, message);
    }

    /** Delivery keeps secrets out of it. */
    private static String error(DestinationTotals totals) {
        String error = totals.lastError();
        if (error == null || error.isBlank()) {
            return "";
        }
        return ": " + (error.length() <= MOST_TEXT ? error : error.substring(0, MOST_TEXT) + "…");
    }

    private static String secret(Destination destination) {
        return Optional.ofNullable(destination.getSpec())
                .map(DestinationSpec::secretRef)
                .map(ref -> "Secret \"" + ref.name() + "\"")
                .orElse("them, with a Secret that spec.secretRef names");
    }
}
