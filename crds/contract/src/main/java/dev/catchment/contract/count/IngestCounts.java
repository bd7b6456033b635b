package dev.catchment.contract.count;

import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What one instance of ingest has counted of the sources of one shard, under its key in the {@code counts} bucket. An
 * instance that restarts under its name goes on from its own document, so the numbers only grow.
 *
 * <pre>{@code
 * {"version": 1, "instance": "acme-ingest-6d5f-x2x", "since": "2026-01-02T03:04:05Z",
 *  "sources": {"web": {"accepted": 12, "refused": {"event_not_string": 3}, "lastAccepted": "2026-01-02T03:04:15Z"}}}
 * }</pre>
 *
 * @param version {@link #VERSION}; a higher one is for readers that know it
 * @param since when this counting began: tells it from another one under the same name
 * @param sources by name
 */
public record IngestCounts(int version, String instance, Instant since, Map<String, SourceCounts> sources) {
    public static final int VERSION = 1;

    public IngestCounts {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(since, "since");
        sources = sources == null ? Map.of() : Map.copyOf(sources);
    }

    public IngestCounts(String instance, Instant since, Map<String, SourceCounts> sources) {
        this(VERSION, instance, since, sources);
    }

    public byte[] toJson() throws IOException {
        return ContractJson.DOCUMENTS.writeValueAsBytes(this);
    }

    /** @throws IOException if it is none, or one of a version that is not known here */
    public static IngestCounts parse(byte[] json) throws IOException {
        IngestCounts counts = ContractJson.DOCUMENTS.readValue(json, IngestCounts.class);
        if (counts == null) {
            throw new IOException("null is no document of counts");
        }
        requireKnown(counts.version);
        return counts;
    }

    static void requireKnown(int version) throws IOException {
        if (version > VERSION) {
            throw new IOException("counts of version " + version + " need a newer reader; this one knows version "
                    + VERSION + " and before");
        }
    }
}
