package dev.catchment.contract.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.catchment.contract.ContractJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Test
    void oneNumberIsOneNodeWhoeverMadeIt() {
        for (List<JsonNode> same : List.<List<JsonNode>>of(
                List.of(
                        NODES.numberNode(1),
                        NODES.numberNode(1L),
                        NODES.numberNode((short) 1),
                        NODES.numberNode(BigInteger.ONE)),
                List.of(NODES.numberNode(1L << 40), NODES.numberNode(BigInteger.ONE.shiftLeft(40))),
                List.of(
                        NODES.numberNode(0.1),
                        NODES.numberNode(0.1f),
                        NODES.numberNode(new BigDecimal("0.1")),
                        NODES.numberNode(new BigDecimal("0.100"))),
                List.of(NODES.numberNode(1.0), NODES.numberNode(new BigDecimal("1.000"))))) {
            assertThat(same.stream().map(CanonicalJson::of).distinct()).hasSize(1);
        }
        assertThat(CanonicalJson.of(NODES.numberNode(1.0))).isNotEqualTo(CanonicalJson.of(NODES.numberNode(1)));
    }

    @Property
    void aNumberIsReadBackAsTheSameNode(@ForAll BigDecimal decimal, @ForAll double number, @ForAll long integer)
            throws Exception {
        for (JsonNode node :
                List.<JsonNode>of(NODES.numberNode(decimal), NODES.numberNode(number), NODES.numberNode(integer))) {
            if (node.isBigDecimal() || Double.isFinite(node.doubleValue())) {
                JsonNode canonical = CanonicalJson.of(node);
                byte[] json = ContractJson.DOCUMENTS.writeValueAsBytes(canonical);
                assertThat(CanonicalJson.of(ContractJson.DOCUMENTS.readTree(json)))
                        .isEqualTo(canonical);
                assertThat(CanonicalJson.of(canonical)).isEqualTo(canonical);
                assertThat(canonical.decimalValue()).isEqualByComparingTo(node.decimalValue());
            }
        }
    }

    @Test
    void whatIsNoJsonIsRefused() {
        for (JsonNode node : List.of(
                DoubleNode.valueOf(Double.NaN),
                DoubleNode.valueOf(Double.POSITIVE_INFINITY),
                new POJONode(new Object()),
                NODES.binaryNode(new byte[1]),
                MissingNode.getInstance())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CanonicalJson.of(NODES.arrayNode().add(node)));
        }
    }

    @Test
    void aDocumentDoesNotChangeWithTheTreeItWasMadeFromNorWithTheOneItGives() {
        // Given
        ObjectNode config = NODES.objectNode().put("url", "https://a.example");
        ObjectNode field = NODES.objectNode().put("a", 1);
        DestinationDocument document = PlanSamples.destination(config);
        DestinationDocument.Mapping mapping = new DestinationDocument.Mapping("m", "send", null, Map.of("f", field));
        TypeDocument type = new TypeDocument("webhook", "1", List.of(), config);
        String before = new String(document.toJson(), java.nio.charset.StandardCharsets.UTF_8);

        // When
        config.put("url", "https://b.example");
        field.put("a", 2);
        ((ObjectNode) document.config()).removeAll();
        mapping.fields().values().forEach(value -> ((ObjectNode) value).removeAll());
        ((ObjectNode) type.spec()).removeAll();

        // Then
        assertThat(document.toJson()).asString().isEqualTo(before);
        assertThat(mapping.fields().toString()).isEqualTo("{f={\"a\":1}}");
        assertThat(type.spec().toString()).isEqualTo("{\"url\":\"https://a.example\"}");
    }
}
