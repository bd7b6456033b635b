package dev.catchment.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretTest {
    private static final String VALUE = "hunter2";

    record Config(String name, Secret token) {}

    @Test
    void itIsNeverPrinted() {
        Secret secret = Secret.of(VALUE);
        assertThat(secret).hasToString("***");
        assertThat(new Config("crm", secret).toString()).doesNotContain(VALUE);
        assertThat(Optional.of(secret).toString() + List.of(secret) + Map.of("token", secret))
                .doesNotContain(VALUE);
        assertThat(secret).isNotInstanceOf(Serializable.class);
    }

    @Test
    void itIsWhatWasPutIn() {
        assertThat(Secret.of(VALUE.getBytes(StandardCharsets.UTF_8))).isEqualTo(Secret.of(VALUE));
        assertThat(Secret.of(VALUE)).hasSameHashCodeAs(Secret.of(VALUE)).isNotEqualTo(Secret.of("x"));
        assertThat(Secret.of(VALUE).reveal()).isEqualTo(VALUE);
    }

    static Stream<ObjectMapper> mappers() {
        return Stream.of(
                ContractJson.DOCUMENTS,
                ContractJson.EVENTS,
                new ObjectMapper(),
                JsonMapper.builder()
                        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                        .build(),
                JsonMapper.builder()
                        .visibility(PropertyAccessor.ALL, Visibility.ANY)
                        .build(),
                JsonMapper.builder()
                        .activateDefaultTyping(
                                BasicPolymorphicTypeValidator.builder()
                                        .allowIfBaseType(Object.class)
                                        .build(),
                                ObjectMapper.DefaultTyping.NON_FINAL)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void jacksonRefusesToWriteIt(ObjectMapper mapper) {
        Secret secret = Secret.of(VALUE);
        for (Object holder : List.of(secret, new Config("crm", secret), Map.of("token", secret), List.of(secret))) {
            assertThatExceptionOfType(JsonMappingException.class)
                    .isThrownBy(() -> mapper.writeValueAsString(holder))
                    .withMessageContaining("a Secret is never written as JSON")
                    .withMessageNotContaining(VALUE);
        }
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> mapper.valueToTree(new Config("crm", secret)))
                .withMessageNotContaining(VALUE);
    }

    @Test
    void aSecretAsAKeyIsNotWrittenEither() throws Exception {
        Map<Secret, Integer> map = Map.of(Secret.of(VALUE), 1);
        assertThat(ContractJson.EVENTS.writeValueAsString(map)).isEqualTo("{\"***\":1}");
        assertThatExceptionOfType(JsonMappingException.class)
                .isThrownBy(() -> ContractJson.DOCUMENTS.writeValueAsString(map))
                .withMessageNotContaining(VALUE);
    }

    @Test
    void jacksonDoesNotReadIt() {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> ContractJson.DOCUMENTS.readValue("\"" + VALUE + "\"", Secret.class));
    }
}
