package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The type a field's value is brought to. */
public enum FieldType {
    @JsonProperty("string")
    STRING,
    @JsonProperty("integer")
    INTEGER,
    @JsonProperty("number")
    NUMBER,
    @JsonProperty("boolean")
    BOOLEAN,
    @JsonProperty("datetime")
    DATETIME,
    @JsonProperty("object")
    OBJECT,
    @JsonProperty("array")
    ARRAY,
    @JsonProperty("any")
    ANY,
    /** A value this version does not know: what {@link ApiJson} reads it as, so that decoding never fails. */
    @JsonIgnore
    @JsonEnumDefaultValue
    UNKNOWN
}
