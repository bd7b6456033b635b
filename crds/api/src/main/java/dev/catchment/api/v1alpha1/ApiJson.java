package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/** How resources are decoded: what is unknown, fields or enum values, is no failure. */
public final class ApiJson {
    private ApiJson() {}

    /**
     * A new mapper that decodes leniently. A Kubernetes client takes it as {@code new KubernetesSerialization(mapper,
     * true)}: with the client's own mapper, one resource of a newer version would stop an informer.
     */
    public static ObjectMapper mapper() {
        return new ObjectMapper()
                .registerModule(LenientPart.module())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE);
    }
}
