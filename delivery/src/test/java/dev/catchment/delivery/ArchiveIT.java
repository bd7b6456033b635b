package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.broker.archive.ArchiveEntry;
import dev.catchment.broker.archive.ArchiveQuery;
import dev.catchment.broker.archive.ArchiveReader;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Position;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.DeliverySettings;
import io.nats.client.ObjectStore;
import io.nats.client.api.ObjectInfo;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveIT {
    @TempDir
    private Path folder;

    private TestHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new TestHub(folder);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @Test
    void objectsRollBySizeAndAgeAndAreReadBackBySourceAndTime() throws Exception {
        // Given
        archive(10_000, 1);
        hub.plane("a");

        // When
        for (int i = 0; i < 10; i++) {
            hub.write("web", TestHub.events("w", i * 100, i * 100 + 100));
            hub.write("app", TestHub.events("a", i * 10, i * 10 + 10));
        }
        hub.write("web", "w1 user1");

        // Then
        ArchiveReader reader = new ArchiveReader(hub.connection, TestHub.NAMES);
        await().untilAsserted(
                        () -> assertThat(ids(ArchiveQuery.ALL)).hasSize(1100).doesNotHaveDuplicates());
        assertThat(ids(new ArchiveQuery(Optional.of("app"), Instant.MIN, Instant.MAX)))
                .hasSize(100);
        assertThat(ids(new ArchiveQuery(
                        Optional.empty(), Instant.MIN, Instant.now().minusSeconds(600))))
                .isEmpty();
        List<ArchiveEntry> objects = reader.list();
        assertThat(objects).hasSizeGreaterThan(3);
        for (int i = 1; i < objects.size(); i++) {
            assertThat(objects.get(i).fromPosition())
                    .isGreaterThanOrEqualTo(objects.get(i - 1).toPosition());
        }
        await().untilAsserted(
                        () -> assertThat(hub.counts("_archive").delivered()).isEqualTo(1100));
    }

    @Test
    void anEntryWrittenJustBeforeACrashIsAdoptedAndAStrayObjectIsSwept() throws Exception {
        // Given
        archive(1, 1);
        hub.write("web", "m1 user1", "m2 user2");
        hub.write("web", "m3 user3");
        String name = "0/0000000000000065536-1-0.ndjson.gz";
        String stray = "0/0000000000000131072-0-7.ndjson.gz";
        byte[] object = gzip("{\"position\":\"1:0\",\"source\":\"web\",\"event\":{\"messageId\":\"m1\","
                + "\"receivedAt\":\"2026-01-01T00:00:00Z\"}}\n{\"position\":\"1:1\",\"source\":\"web\","
                + "\"event\":{\"messageId\":\"m2\",\"receivedAt\":\"2026-01-01T00:00:00Z\"}}\n");
        ObjectStore objects = hub.connection.objectStore(TestHub.NAMES.archiveBucket());
        objects.put(name, object);
        objects.put(stray, object);
        Instant now = Instant.now();
        ArchiveEntry entry = new ArchiveEntry(0, name, "1:0", "2:0", 2, 100, object.length, List.of("web"), now, now);
        hub.connection
                .keyValue(TestHub.NAMES.archiveIndexBucket())
                .create(
                        Subjects.archiveIndexKey(0, new Position(1, 0)),
                        ContractJson.DOCUMENTS.writeValueAsBytes(entry));

        // When
        hub.plane("a");

        // Then
        await().untilAsserted(() -> assertThat(ids(ArchiveQuery.ALL)).containsExactly("m1", "m2", "m3"));
        await().untilAsserted(
                        () -> assertThat(hub.counts("_archive").delivered()).isEqualTo(3));
        await().untilAsserted(() -> assertThat(objects.getList())
                .extracting(ObjectInfo::getObjectName)
                .doesNotContain(stray)
                .contains(name));
    }

    @Test
    void aPlaneThatDiesWithAnOpenObjectLosesAndRepeatsNothing() throws Exception {
        // Given
        archive(1 << 20, 300);
        DeliveryPlane first = hub.plane("a");
        hub.write("web", TestHub.events("m", 0, 200));
        await().untilAsserted(
                        () -> assertThat(hub.lease().path("head").asLong()).isEqualTo(2));

        // When
        first.abandon();
        hub.write("web", TestHub.events("m", 200, 300));
        DeliveryPlane second = hub.plane("a");
        await().untilAsserted(
                        () -> assertThat(hub.lease().path("head").asLong()).isEqualTo(3));
        await().untilAsserted(() -> assertThat(hub.stored("_archive").lane()).isEqualTo("live"));
        second.close();

        // Then
        await().untilAsserted(
                        () -> assertThat(ids(ArchiveQuery.ALL)).hasSize(300).doesNotHaveDuplicates());
        assertThat(hub.counts("_archive").delivered()).isEqualTo(300);
    }

    @Test
    void objectsThatAreTooOldAreRemoved() throws Exception {
        // Given
        archive(1, 1);
        DeliveryPlane first = hub.plane("a");
        hub.write("web", "m1 user1");
        await().untilAsserted(() -> assertThat(ids(ArchiveQuery.ALL)).containsExactly("m1"));
        first.close();

        // When
        hub.archive = new DeliverySettings.Archive(0, 1 << 26, 1, 1);
        hub.settings();
        hub.publish();
        hub.plane("a");

        // Then
        await().untilAsserted(() -> assertThat(ids(ArchiveQuery.ALL)).isEmpty());
        await().untilAsserted(() -> assertThat(hub.connection
                        .objectStore(TestHub.NAMES.archiveBucket())
                        .getList())
                .isEmpty());
    }

    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private void archive(long objectBytes, long rollSeconds) throws Exception {
        hub.archive = new DeliverySettings.Archive(3600, 1 << 26, objectBytes, rollSeconds);
        hub.settings();
        hub.publish();
    }

    private List<String> ids(ArchiveQuery query) throws Exception {
        List<String> ids = new ArrayList<>();
        new ArchiveReader(hub.connection, TestHub.NAMES).cat(query, (object, source, event) -> ids.add(id(event)));
        return ids;
    }

    private static String id(JsonNode event) {
        return event.path("messageId").asText();
    }
}
