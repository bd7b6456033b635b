package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What sends the messages. */
@JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
public enum SourceKind {
    @JsonProperty("website")
    WEBSITE,
    @JsonProperty("mobile")
    MOBILE,
    @JsonProperty("server")
    SERVER,
    /** A value this version does not know: decoding never fails; the compiler reports it. */
    @JsonIgnore
    @JsonEnumDefaultValue
    UNKNOWN
}
