package dev.catchment.compile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.api.v1alpha1.DestinationTypeSpec;
import dev.catchment.contract.plan.TypeDocument;

/** What the planes are given of a destination type. */
public final class TypeDocuments {
    private static final ObjectMapper MAPPER = ApiJson.mapper();

    private TypeDocuments() {}

    /** @param spec with the schema's defaults */
    public static TypeDocument of(String name, DestinationTypeSpec spec) {
        ObjectNode json = MAPPER.valueToTree(spec);
        // for people, and up to 64 KiB
        json.remove("docs");
        return new TypeDocument(name, spec.version(), spec.integrationNames(), json);
    }
}
