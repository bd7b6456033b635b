package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What an answer means. */
public enum AnswerMeaning {
    @JsonProperty("done")
    DONE,
    @JsonProperty("finish")
    FINISH,
    @JsonProperty("retry")
    RETRY,
    @JsonProperty("refuse")
    REFUSE,
    @JsonProperty("wait")
    WAIT,
    /** A value this version does not know: what {@link ApiJson} reads it as, so that decoding never fails. */
    @JsonIgnore
    @JsonEnumDefaultValue
    UNKNOWN
}
