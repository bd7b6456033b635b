package dev.catchment.contract.plan;

import dev.catchment.contract.Plane;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A source as ingest sees it.
 *
 * @param name the Source's name
 * @param type {@code website}, {@code mobile} or {@code server}
 * @param enabled false: its keys are known, its events are refused
 * @param writeKeys hashes of the keys in force; several while a key is rotated
 * @param allowedOrigins origins a browser may send from; empty: any
 * @param ratePerSecond events per second over all instances; absent: no limit
 * @param ratePerAddressPerSecond events per second from one client address; absent: no limit
 */
public record SourceDocument(
        String name,
        String type,
        boolean enabled,
        List<WriteKey> writeKeys,
        List<String> allowedOrigins,
        @Nullable Integer ratePerSecond,
        @Nullable Integer ratePerAddressPerSecond)
        implements PlanDocument {
    public static final String KIND = "source";

    public SourceDocument {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        writeKeys = List.copyOf(writeKeys);
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** Without a limit per client address. */
    public SourceDocument(
            String name,
            String type,
            boolean enabled,
            List<WriteKey> writeKeys,
            List<String> allowedOrigins,
            @Nullable Integer ratePerSecond) {
        this(name, type, enabled, writeKeys, allowedOrigins, ratePerSecond, null);
    }

    /**
     * @param sha256 lower-case hex SHA-256 of the key; the key itself never leaves its Secret
     * @param notAfter end of its validity, if it has one
     */
    public record WriteKey(String sha256, @Nullable Instant notAfter) {
        public WriteKey {
            Objects.requireNonNull(sha256, "sha256");
        }
    }

    @Override
    public Plane plane() {
        return Plane.INGEST;
    }

    @Override
    public String key() {
        return KIND + "." + name;
    }
}
