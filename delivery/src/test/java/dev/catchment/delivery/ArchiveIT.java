package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.broker.archive.ArchiveEntry;
import dev.catchment.broker.archive.ArchiveQuery;
import dev.catchment.broker.archive.ArchiveReader;
import dev.catchment.contract.plan.DeliverySettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
