package dev.catchment.ingest;

import dev.catchment.contract.Hash128;
import dev.catchment.contract.plan.SourceDocument;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The write keys in force, by the SHA-256 of the key: what is presented is hashed and looked up, so the time that takes
 * says nothing about the keys there are. Immutable: a changed plan is a new one.
 */
final class WriteKeys {
    static final WriteKeys NONE = new WriteKeys(Map.of());

    private final Map<Digest, Entry> entries;

    /** A SHA-256. */
    private record Digest(long a, long b, long c, long d) {
        static Digest of(byte[] sha256) {
            ByteBuffer bytes = ByteBuffer.wrap(sha256);
            return new Digest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        }
    }

    private record Entry(LiveSource source, @Nullable Instant notAfter) {}

    private WriteKeys(Map<Digest, Entry> entries) {
        this.entries = entries;
    }

    /** The source that the key opens now. Whatever the key, this is one digest, one look-up and one look at the clock. */
    Optional<LiveSource> find(String key, Clock clock) {
        Instant now = clock.instant();
        Entry entry = entries.get(Digest.of(sha256(key)));
        if (entry == null || (entry.notAfter() != null && now.isAfter(entry.notAfter()))) {
            return Optional.empty();
        }
        return Optional.of(entry.source());
    }

    private static byte[] sha256(String key) {
        return Hash128.sha256().digest(key.getBytes(StandardCharsets.UTF_8));
    }

    static final class Builder {
        private final Map<Digest, Entry> entries = new HashMap<>();

        /** Adds the keys of a source. A key that is there already stays with the source that was added first. */
        Builder add(SourceDocument document, LiveSource source) {
            for (SourceDocument.WriteKey key : document.writeKeys()) {
                Digest digest = Digest.of(HexFormat.of().parseHex(key.sha256()));
                entries.putIfAbsent(digest, new Entry(source, key.notAfter()));
            }
            return this;
        }

        WriteKeys build() {
            return new WriteKeys(Map.copyOf(entries));
        }
    }
}
