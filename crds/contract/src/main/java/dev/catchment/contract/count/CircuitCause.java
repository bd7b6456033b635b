package dev.catchment.contract.count;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Why a circuit is not closed; the more telling the later. */
public enum CircuitCause {
    /** Whatever is not named here; the last error says it. */
    OTHER("other"),
    /** The tool refuses the credentials. */
    CREDENTIALS("credentials");

    private final String wireName;

    CircuitCause(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** A cause that only a newer writer knows is some other one. */
    @JsonCreator
    static CircuitCause ofWireName(String name) {
        return name.equals(CREDENTIALS.wireName) ? CREDENTIALS : OTHER;
    }
}
