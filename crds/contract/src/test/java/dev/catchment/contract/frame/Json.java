package dev.catchment.contract.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Any JSON, as Jackson reads it from text. */
final class Json {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    static Arbitrary<ObjectNode> objects() {
        return Arbitraries.maps(names(), values(2)).ofMaxSize(4).map(Json::object);
    }

    private static Arbitrary<JsonNode> values(int depth) {
        Arbitrary<JsonNode> leaves = Arbitraries.oneOf(
                texts().map(NODES::textNode),
                Arbitraries.of(
                        NODES.nullNode(),
                        NODES.booleanNode(true),
                        NODES.numberNode(7),
                        NODES.numberNode(9_007_199_254_740_993L),
                        NODES.numberNode(new BigInteger("123456789012345678901234567890")),
                        NODES.numberNode(new BigDecimal("0.10")),
                        NODES.numberNode(new BigDecimal("3.14159265358979323846264338327950288"))));
        if (depth == 0) {
            return leaves;
        }
        return Arbitraries.oneOf(
                leaves,
                values(depth - 1).list().ofMaxSize(3).map(list -> NODES.arrayNode()
                        .addAll(list)),
                Arbitraries.maps(names(), values(depth - 1)).ofMaxSize(3).map(Json::object));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings().all().ofMaxLength(8);
    }

    /** Jackson reads an unpaired surrogate in a value, but from bytes not in a name: there it is malformed JSON. */
    private static Arbitrary<String> names() {
        return texts().filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
    }

    private static ObjectNode object(Map<String, JsonNode> fields) {
        ObjectNode object = NODES.objectNode();
        fields.forEach(object::set);
        return object;
    }
}
