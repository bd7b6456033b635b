package dev.catchment.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.nio.charset.StandardCharsets;

/**
 * A value that must never be shown. It prints as {@code ***}; {@link #reveal()} is called only where the value is
 * used, and Jackson refuses to write it, so that it cannot slip into a document or a log line.
 */
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
}
