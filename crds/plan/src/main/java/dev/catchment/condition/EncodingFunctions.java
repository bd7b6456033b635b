package dev.catchment.condition;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.EventLimits;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** JSON and percent-encoding. Base64 is CEL's own. */
final class EncodingFunctions {
    private static final CelType DYN = SimpleType.DYN;
    private static final CelType TEXT = SimpleType.STRING;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String UNRESERVED = "-._~";

    private EncodingFunctions() {}

    static List<LibraryFunction> functions() {
        return List.of(
                jsonEncode("json"),
                jsonEncode("jsonEncode"),
                LibraryFunction.of("jsonDecode", DYN, List.of(TEXT), arguments -> decode(arguments.text(0)))
                        .asSlow(),
                LibraryFunction.of("urlEncode", DYN, List.of(TEXT), EncodingFunctions::urlEncode)
                        .asSlow(),
                LibraryFunction.of("urlDecode", DYN, List.of(TEXT), arguments -> urlDecode(arguments.text(0))));
    }

    private static LibraryFunction jsonEncode(String name) {
        return LibraryFunction.of(name, TEXT, List.of(DYN), EncodingFunctions::encode)
                .takingNull()
                .asSlow();
    }

    /** The size is checked before anything is written: parts may be shared, and be written many times. */
    static String encode(Arguments arguments) {
        try {
            JsonNode value = Limits.json(arguments, arguments.json(0));
            return Limits.text(arguments, ContractJson.EVENTS.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw arguments.failure("cannot write the value as JSON");
        }
    }

    /** @return null for what is no JSON, nested deeper than events are, or has a number that events cannot have */
    private static Object decode(String text) {
        try (JsonParser parser = ContractJson.EVENTS.createParser(text)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                boolean fits = !token.isNumeric()
                        || EventLimits.numberFits(
                                parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
                if (depth > EventLimits.DEPTH || !fits) {
                    return NullValue.NULL_VALUE;
                }
            }
            return JsonValues.toCel(ContractJson.EVENTS.readTree(text));
        } catch (IOException e) {
            return NullValue.NULL_VALUE;
        }
    }

    /** As RFC 3986 says, which browsers' encodeURIComponent does too, but for {@code !*'()}. */
    private static Object urlEncode(Arguments arguments) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : Utf8.bytes(arguments.text(0))) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                HEX.toHexDigits(encoded.append('%'), b);
            }
        }
        return Limits.text(arguments, encoded);
    }

    /** @return null for what is no percent-encoded UTF-8 */
    private static Object urlDecode(String text) {
        byte[] bytes = Utf8.bytes(text);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.write(bytes[i]);
                continue;
            }
            if (i + 2 >= bytes.length || !HexFormat.isHexDigit(bytes[i + 1]) || !HexFormat.isHexDigit(bytes[i + 2])) {
                return NullValue.NULL_VALUE;
            }
            decoded.write(HexFormat.fromHexDigit(bytes[i + 1]) << 4 | HexFormat.fromHexDigit(bytes[i + 2]));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return NullValue.NULL_VALUE;
        }
    }
}
