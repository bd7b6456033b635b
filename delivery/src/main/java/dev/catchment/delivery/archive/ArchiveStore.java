package dev.catchment.delivery.archive;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Position;
import dev.catchment.contract.Subjects;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.ObjectStore;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.ObjectMeta;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Objects and index of the archive. An object without an index entry does not exist, whatever the store holds. */
public final class ArchiveStore {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveStore.class);
    private static final int CHUNK = 512 * 1024;
    private static final int WRONG_REVISION = 10071;
    private static final int NOT_FOUND = 404;

    private final ObjectStore objects;
    private final KeyValue index;

    public ArchiveStore(Connection connection, Subjects names) throws IOException {
        objects = connection.objectStore(names.archiveBucket());
        index = connection.keyValue(names.archiveIndexBucket());
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
        List<ArchiveEntry> entries = new ArrayList<>();
        for (String key : index.keys(partition + ".>").stream().sorted().toList()) {
            KeyValueEntry entry = index.get(key);
            if (entry != null) {
                entries.add(parse(entry));
            }
        }
        return entries;
    }

    byte[] get(ArchiveEntry entry) throws IOException, JetStreamApiException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) entry.stored());
        try {
            objects.get(entry.object(), out);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        return out.toByteArray();
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

    private static ArchiveEntry parse(KeyValueEntry entry) throws IOException {
        return ContractJson.DOCUMENTS.readValue(entry.getValue(), ArchiveEntry.class);
    }
}
