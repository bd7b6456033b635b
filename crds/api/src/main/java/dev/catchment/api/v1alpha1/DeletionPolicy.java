package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to stored data when its owner is deleted. */
public enum DeletionPolicy {
    @JsonProperty("Retain")
    RETAIN,
    @JsonProperty("Delete")
    DELETE,
    /** A value this version does not know: what {@link ApiJson} reads it as, so that decoding never fails. */
    @JsonIgnore
    @JsonEnumDefaultValue
    UNKNOWN
}
