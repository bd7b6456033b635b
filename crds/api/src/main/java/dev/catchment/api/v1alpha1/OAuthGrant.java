package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How an access token is got. */
public enum OAuthGrant {
    @JsonProperty("clientCredentials")
    CLIENT_CREDENTIALS,
    @JsonProperty("refreshToken")
    REFRESH_TOKEN,
    @JsonProperty("jwtBearer")
    JWT_BEARER,
    /** A value this version does not know: what {@link ApiJson} reads it as, so that decoding never fails. */
    @JsonIgnore
    @JsonEnumDefaultValue
    UNKNOWN
}
