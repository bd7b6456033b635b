package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Which order of events a destination is promised. */
@JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
public enum Ordering {
    @JsonProperty("none")
    NONE,
    @JsonProperty("user")
    USER,
    /** A value this version does not know: decoding never fails; the compiler reports it. */
    @JsonIgnore
    @JsonEnumDefaultValue
    UNKNOWN
}
