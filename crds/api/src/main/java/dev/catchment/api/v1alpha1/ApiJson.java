package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/** How resources are decoded: what is unknown, fields or enum values, is no failure. */
public final class ApiJson {
    /** What kube-apiserver takes: of an object of this kind that it has stored, an informer must not stop. */
    private static final int MOST_BYTES = 4 << 20;

    private static final int DEEPEST = 10_000;

    private ApiJson() {}

    /**
     * A new mapper that decodes leniently. A Kubernetes client takes it as {@code new KubernetesSerialization(mapper,
     * true)}: with the client's own mapper, one resource of a newer version would stop an informer.
     */
    public static ObjectMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNameLength(MOST_BYTES)
                        .maxNestingDepth(DEEPEST)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .build())
                .build();
        return new ObjectMapper(factory)
                .registerModule(LenientPart.module())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE);
    }
}
