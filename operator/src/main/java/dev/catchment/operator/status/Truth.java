package dev.catchment.operator.status;

import java.util.Arrays;

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

    /** Of a condition's status; what is none is Unknown. */
    public static Truth of(String wireName) {
        return Arrays.stream(values())
                .filter(truth -> truth.wireName.equals(wireName))
                .findFirst()
                .orElse(UNKNOWN);
    }

    public static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }
}
