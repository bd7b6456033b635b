package dev.catchment.operator.status;

/** Status of a condition; ordered so that the unhappiest comes first. */
public enum Truth {
    FALSE("False"),
    UNKNOWN("Unknown"),
    TRUE("True");

    private final String wireName;

    Truth(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }
}
