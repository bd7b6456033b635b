package dev.catchment.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.nio.charset.StandardCharsets;

/**
 * A value that must never be shown. It prints as {@code ***}; {@link #reveal()} is called only where the value is
 * used, and Jackson refuses to write it, however the mapper is configured, so that it cannot slip into a document or a
 * log line.
 */
@JsonSerialize(using = Secret.Refusal.class)
public final class Secret {
    private final String value;

    @JsonCreator(mode = JsonCreator.Mode.DISABLED)
    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    public static Secret of(byte[] utf8) {
        return new Secret(new String(utf8, StandardCharsets.UTF_8));
    }

    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }

    static final class Refusal extends StdSerializer<Secret> {
        private static final long serialVersionUID = 1L;

        Refusal() {
            super(Secret.class);
        }

        @Override
        public void serialize(Secret secret, JsonGenerator out, SerializerProvider provider)
                throws JsonMappingException {
            throw JsonMappingException.from(out, "a Secret is never written as JSON: seal it, or reveal it on purpose");
        }

        @Override
        public void serializeWithType(
                Secret secret, JsonGenerator out, SerializerProvider provider, TypeSerializer type)
                throws JsonMappingException {
            serialize(secret, out, provider);
        }
    }
}
