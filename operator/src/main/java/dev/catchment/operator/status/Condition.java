package dev.catchment.operator.status;

/**
 * A condition as it should be, without its time.
 *
 * @param reason one word in CamelCase
 * @param message for people: what is wrong, where, and what to do; empty if nothing is
 */
public record Condition(ConditionType type, Truth status, String reason, String message) {
    /** Well below what the schema allows; kube-apiserver would refuse the whole status for a longer one. */
    private static final int MOST_CHARACTERS = 8192;

    public Condition {
        message = message.length() <= MOST_CHARACTERS ? message : message.substring(0, MOST_CHARACTERS - 4) + " ...";
    }

    public static Condition of(ConditionType type, Truth status, Reason reason, String message) {
        return new Condition(type, status, reason.wireName(), message);
    }

    public static Condition happy(ConditionType type, Reason reason) {
        return of(type, Truth.TRUE, reason, "");
    }
}
