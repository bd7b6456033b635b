package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How a label and the values of a SelectorRequirement relate. */
public enum SelectorOperator {
    @JsonProperty("In")
    IN,
    @JsonProperty("NotIn")
    NOT_IN,
    @JsonProperty("Exists")
    EXISTS,
    @JsonProperty("DoesNotExist")
    DOES_NOT_EXIST,
    /** A value this version does not know: what {@link ApiJson} reads it as, so that decoding never fails. */
    @JsonIgnore
    @JsonEnumDefaultValue
    UNKNOWN
}
