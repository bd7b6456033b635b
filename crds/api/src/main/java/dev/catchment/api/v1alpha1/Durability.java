package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What an acknowledged event has survived to. */
@JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
public enum Durability {
    @JsonProperty("fsync")
    FSYNC,
    @JsonProperty("replicated")
    REPLICATED,
    /** A value this version does not know: decoding never fails; the compiler reports it. */
    @JsonIgnore
    @JsonEnumDefaultValue
    UNKNOWN
}
