package dev.catchment.broker.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Subjects;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.ObjectStore;
import io.nats.client.api.KeyValueEntry;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Reads the archive: gzip objects of one JSON object a line,
 * {@code {"position":"41:7","source":"web","event":{…}}}, the event as destinations see it.
 */
public final class ArchiveReader {
    private final KeyValue index;
    private final ObjectStore objects;

    public ArchiveReader(Connection connection, Subjects names) throws IOException {
        index = connection.keyValue(names.archiveIndexBucket());
        objects = connection.objectStore(names.archiveBucket());
    }

    /** Takes one line's content. */
    public interface LineConsumer {
        /** @param event the event as destinations see it */
        void accept(ArchiveEntry object, String source, JsonNode event) throws IOException;
    }

    /** All objects, by partition and position. */
    public List<ArchiveEntry> list() throws IOException, JetStreamApiException, InterruptedException {
        return list(">");
    }

    /** The objects of one partition, by position. */
    public List<ArchiveEntry> list(int partition) throws IOException, JetStreamApiException, InterruptedException {
        return list(partition + ".>");
    }

    private List<ArchiveEntry> list(String keys) throws IOException, JetStreamApiException, InterruptedException {
        List<ArchiveEntry> entries = new ArrayList<>();
        for (String key : index.keys(keys)) {
            KeyValueEntry entry = index.get(key);
            if (entry != null) {
                entries.add(ContractJson.DOCUMENTS.readValue(entry.getValue(), ArchiveEntry.class));
            }
        }
        entries.sort(Comparator.comparingInt(ArchiveEntry::partition).thenComparing(ArchiveEntry::fromPosition));
        return entries;
    }

    /**
     * Reads the archived events, a partition after the other, in the order of the log. Objects that cannot hold a
     * match are not fetched.
     */
    public void cat(ArchiveQuery query, LineConsumer consumer)
            throws IOException, JetStreamApiException, InterruptedException {
        for (ArchiveEntry entry : list()) {
            if (query.mayMatch(entry)) {
                cat(entry, query, consumer);
            }
        }
    }

    private void cat(ArchiveEntry entry, ArchiveQuery query, LineConsumer consumer)
            throws IOException, JetStreamApiException, InterruptedException {
        lines(entry, line -> {
            JsonNode content = ContractJson.EVENTS.readTree(line);
            String source = content.path("source").asText();
            JsonNode event = content.path("event");
            if (query.matches(source, receivedAt(event))) {
                consumer.accept(entry, source, event);
            }
        });
    }

    /** Takes one line as it is. */
    public interface RawConsumer {
        void accept(String line) throws IOException;
    }

    /** Reads one object. */
    public void lines(ArchiveEntry entry, RawConsumer consumer)
            throws IOException, JetStreamApiException, InterruptedException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(fetch(entry))), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                consumer.accept(line);
            }
        }
    }

    private byte[] fetch(ArchiveEntry entry) throws IOException, JetStreamApiException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(entry.stored()));
        try {
            objects.get(entry.object(), out);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        return out.toByteArray();
    }

    private static Instant receivedAt(JsonNode event) throws IOException {
        try {
            return Instant.parse(event.path("receivedAt").asText());
        } catch (DateTimeException e) {
            throw new IOException("an archived event has no receivedAt", e);
        }
    }
}
