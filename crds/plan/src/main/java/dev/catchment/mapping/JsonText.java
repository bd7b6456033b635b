package dev.catchment.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.catchment.contract.ContractJson;
import java.io.UncheckedIOException;

/** JSON as it is sent. */
public final class JsonText {
    /** Emoji and the like as they are, as JSON.stringify writes them; this fails on half a surrogate pair. */
    private static final ObjectWriter WRITER =
            ContractJson.EVENTS.writer().with(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8);
    /** Escapes whatever is no plain character, halves included. */
    private static final ObjectWriter ESCAPING =
            ContractJson.EVENTS.writer().without(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8);

    private JsonText() {}

    /** UTF-8; if the value holds half of a surrogate pair, which UTF-8 cannot express, surrogates are escaped. */
    public static byte[] utf8(JsonNode value) {
        try {
            return WRITER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            return escaped(value);
        }
    }

    private static byte[] escaped(JsonNode value) {
        try {
            return ESCAPING.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a JSON tree in memory can be written", e);
        }
    }

    /** A text as it stands between the quotes of a JSON string. */
    static String escape(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    /** A value inside a text: texts as they are, whole numbers without a fraction, the rest as JSON. */
    static String plain(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isDouble()
                && value.doubleValue() == Math.rint(value.doubleValue())
                && Math.abs(value.doubleValue()) < 0x1p53) {
            return Long.toString((long) value.doubleValue());
        }
        return value.toString();
    }
}
