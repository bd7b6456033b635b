package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What changes the number of delivery pods. */
public enum Scaler {
    @JsonProperty("hpa")
    HPA,
    @JsonProperty("keda")
    KEDA,
    /** A value this version does not know: what {@link ApiJson} reads it as, so that decoding never fails. */
    @JsonIgnore
    @JsonEnumDefaultValue
    UNKNOWN
}
