package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The type a field's value is brought to. */
public enum FieldType {
    @JsonProperty("string")
    STRING,
    @JsonProperty("text")
    TEXT,
    @JsonProperty("number")
    NUMBER,
    @JsonProperty("integer")
    INTEGER,
    @JsonProperty("datetime")
    DATETIME,
    @JsonProperty("boolean")
    BOOLEAN,
    @JsonProperty("object")
    OBJECT,
    /** A value this version does not know: what {@link ApiJson} reads it as, so that decoding never fails. */
    @JsonIgnore
    @JsonEnumDefaultValue
    UNKNOWN
}
