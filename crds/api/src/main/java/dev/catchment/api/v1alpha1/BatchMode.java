package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How several events make one request. */
public enum BatchMode {
    @JsonProperty("none")
    NONE,
    @JsonProperty("array")
    ARRAY,
    @JsonProperty("wrap")
    WRAP,
    @JsonProperty("lines")
    LINES,
    @JsonProperty("once")
    ONCE,
    /** A value this version does not know: what {@link ApiJson} reads it as, so that decoding never fails. */
    @JsonIgnore
    @JsonEnumDefaultValue
    UNKNOWN
}
