package dev.catchment.delivery.archive;

import dev.catchment.broker.archive.ArchiveEntry;
import dev.catchment.broker.archive.ArchiveReader;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Position;
import dev.catchment.contract.Subjects;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.ObjectStore;
import io.nats.client.PurgeOptions;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.ObjectMeta;
import io.nats.client.api.StreamInfoOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Objects and index of the archive. An object without an index entry does not exist, whatever the store holds. */
public final class ArchiveStore {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveStore.class);
    private static final Pattern EPOCH = Pattern.compile("\\d+/\\d+-(\\d+)-\\d+\\.ndjson\\.gz");
    private static final int CHUNK = 512 * 1024;
    private static final int WRONG_REVISION = 10071;
    private static final int NOT_FOUND = 404;

    private final Connection connection;
    private final String stream;
    private final String chunks;
    private final ObjectStore objects;
    private final KeyValue index;
    private final ArchiveReader reader;

    public ArchiveStore(Connection connection, Subjects names) throws IOException {
        this.connection = connection;
        this.stream = "OBJ_" + names.archiveBucket();
        this.chunks = "$O." + names.archiveBucket() + ".C.";
        objects = connection.objectStore(names.archiveBucket());
        index = connection.keyValue(names.archiveIndexBucket());
        reader = new ArchiveReader(connection, names);
    }

    void put(String name, byte[] content) throws IOException, JetStreamApiException {
        ObjectMeta meta = ObjectMeta.builder(name).chunkSize(CHUNK).build();
        try {
            objects.put(meta, new ByteArrayInputStream(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Makes the object exist; false if another one covers the same place of the log already. */
    boolean index(ArchiveEntry entry) throws IOException, JetStreamApiException {
        try {
            index.create(
                    Subjects.archiveIndexKey(entry.partition(), entry.fromPosition()),
                    ContractJson.DOCUMENTS.writeValueAsBytes(entry));
            return true;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != WRONG_REVISION) {
                throw e;
            }
            return false;
        }
    }

    /** The entry whose object begins at this position of the log. */
    Optional<ArchiveEntry> entry(int partition, Position from) throws IOException, JetStreamApiException {
        KeyValueEntry entry = index.get(Subjects.archiveIndexKey(partition, from));
        return entry == null ? Optional.empty() : Optional.of(parse(entry));
    }

    /** All entries of a partition in the order of the log. */
    List<ArchiveEntry> entries(int partition) throws IOException, JetStreamApiException, InterruptedException {
        return reader.list(partition);
    }

    /** First the entry, so that no entry ever names what is gone. */
    void remove(ArchiveEntry entry) throws IOException, JetStreamApiException {
        index.delete(Subjects.archiveIndexKey(entry.partition(), entry.fromPosition()));
        removeObject(entry.object());
    }

    void removeObject(String name) throws IOException, JetStreamApiException {
        try {
            objects.delete(name);
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() != NOT_FOUND) {
                throw e;
            }
        } catch (IllegalArgumentException e) {
            // jnats says so when the object is not there.
            LOG.atDebug().addKeyValue("object", name).log("nothing to remove: {}", e.getMessage());
        }
    }

    /** Names of all objects of a partition, indexed or not. */
    List<String> names(int partition) throws IOException, JetStreamApiException, InterruptedException {
        return objects.getList().stream()
                .map(info -> info.getObjectName())
                .filter(name -> name.startsWith(partition + "/"))
                .toList();
    }

    /** Object names end in {@code -epoch-attempt.ndjson.gz}. */
    static String name(int partition, Position from, long epoch, long attempt) {
        return String.format(Locale.ROOT, "%d/%019d-%d-%d.ndjson.gz", partition, from.packed(), epoch, attempt);
    }

    /** Long.MAX_VALUE for a name that is not of the archive's making. */
    static long epochOf(String name) {
        Matcher matcher = EPOCH.matcher(name);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE;
    }

    /** Chunks of puts that never came to their end, the last one written before this time. */
    void removeStrayChunks(Instant before) throws IOException, JetStreamApiException, InterruptedException {
        Set<String> known =
                objects.getList().stream().map(info -> chunks + info.getNuid()).collect(Collectors.toSet());
        JetStreamManagement management = connection.jetStreamManagement();
        Map<String, Long> subjects = management
                .getStreamInfo(stream, StreamInfoOptions.filterSubjects(chunks + ">"))
                .getStreamState()
                .getSubjectMap();
        for (String subject : subjects == null ? Set.<String>of() : subjects.keySet()) {
            if (!known.contains(subject)
                    && management
                            .getLastMessage(stream, subject)
                            .getTime()
                            .toInstant()
                            .isBefore(before)) {
                management.purgeStream(stream, PurgeOptions.subject(subject));
            }
        }
    }

    private static ArchiveEntry parse(KeyValueEntry entry) throws IOException {
        return ContractJson.DOCUMENTS.readValue(entry.getValue(), ArchiveEntry.class);
    }
}
