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

    /**
     * First 16 hex digits of the SHA-256 of the bytes: what another document names when it needs exactly this one. Who
     * read a document asks {@link #revision(byte[])} with the bytes that were read: a newer writer's have more fields.
     */
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
     * @throws IOException if the key is of no known kind, the bytes are not that kind's JSON, something required is
     *     missing, or the document belongs under another key; the message says what
     */
    static PlanDocument parse(String key, byte[] json) throws IOException {
        PlanDocument document = ContractJson.DOCUMENTS.readValue(json, type(key));
        if (document == null || !document.key().equals(key)) {
            throw new IOException(
                    "plan document " + (document == null ? "null" : document.key()) + " lies under the key " + key);
        }
        return document;
    }

    private static Class<? extends PlanDocument> type(String key) throws IOException {
        int dot = key.indexOf('.');
        String kind = dot < 0 ? key : key.substring(0, dot);
        return switch (kind) {
            case IngestSettings.KEY -> IngestSettings.class;
            case SourceDocument.KIND -> SourceDocument.class;
            case DeliverySettings.KEY -> DeliverySettings.class;
            case TypeDocument.KIND -> TypeDocument.class;
            case FilterDocument.KIND -> FilterDocument.class;
            case DestinationDocument.KIND -> DestinationDocument.class;
            default -> throw new IOException("unknown kind of plan document: key " + key);
        };
    }
}
