package dev.catchment.contract.count;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Whether a destination is sent to; the worse the later. */
public enum CircuitState {
    /** Healthy. */
    CLOSED("closed"),
    /** It is being tried. */
    HALF_OPEN("half-open"),
    /** It fails, and its events wait. */
    OPEN("open");

    private final String wireName;

    CircuitState(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** A state that a newer writer knows is taken for the worst: it is not closed, else it needed no new name. */
    @JsonCreator
    static CircuitState ofWireName(String name) {
        for (CircuitState state : values()) {
            if (state.wireName.equals(name)) {
                return state;
            }
        }
        return OPEN;
    }

    public CircuitState worse(CircuitState other) {
        return other.compareTo(this) > 0 ? other : this;
    }
}
