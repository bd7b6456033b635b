package dev.catchment.contract.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Plane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One entry of a plan bucket. Its bytes are canonical: equal documents are equal bytes. */
public sealed interface PlanDocument
        permits IngestSettings, SourceDocument, DeliverySettings, TypeDocument, FilterDocument, DestinationDocument {

    /** The bucket it lies in. */
    @JsonIgnore
    Plane plane();

    /** Its key there: kind, a dot, and the resource's name. */
    @JsonIgnore
    String key();

    default byte[] toJson() {
        try {
            return ContractJson.DOCUMENTS.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** First 16 hex digits of the SHA-256 of the bytes: what another document names when it needs exactly this one. */
    @JsonIgnore
    default String revision() {
        return revision(toJson());
    }

    static String revision(byte[] json) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(json);
            return HexFormat.of().formatHex(sum, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Reads the document under a key.
     *
     * @throws IOException if the key is of no known kind or the bytes are not that kind's JSON; the message says what
     */
    static PlanDocument parse(String key, byte[] json) throws IOException {
        int dot = key.indexOf('.');
        String kind = dot < 0 ? key : key.substring(0, dot);
        return switch (kind) {
            case IngestSettings.KEY -> ContractJson.DOCUMENTS.readValue(json, IngestSettings.class);
            case SourceDocument.KIND -> ContractJson.DOCUMENTS.readValue(json, SourceDocument.class);
            case DeliverySettings.KEY -> ContractJson.DOCUMENTS.readValue(json, DeliverySettings.class);
            case TypeDocument.KIND -> ContractJson.DOCUMENTS.readValue(json, TypeDocument.class);
            case FilterDocument.KIND -> ContractJson.DOCUMENTS.readValue(json, FilterDocument.class);
            case DestinationDocument.KIND -> ContractJson.DOCUMENTS.readValue(json, DestinationDocument.class);
            default -> throw new IOException("unknown kind of plan document: key " + key);
        };
    }
}
