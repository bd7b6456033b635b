package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The healthy case: everything arrives once, in each user's order. */
class DeliveryIT {
    @TempDir
    private Path folder;

    private TestHub hub;
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
        hub = new TestHub(folder);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        receiver.close();
    }

    @Test
    void everyEventArrivesOnceInItsUsersOrder() throws Exception {
        // Given
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
        hub.plane("a");

        // When
        for (int i = 0; i < 2000; i += 100) {
            hub.write("web", TestHub.events("m", i, i + 100));
        }

        // Then
        await().untilAsserted(() -> assertThat(hub.counts("crm").delivered()).isEqualTo(2000));
        List<String> ids = receiver.ids("crm");
        assertThat(ids).hasSize(2000).doesNotHaveDuplicates();
        Map<Integer, List<Integer>> byUser = new HashMap<>();
        ids.forEach(id -> {
            int number = Integer.parseInt(id.substring(1));
            byUser.computeIfAbsent(number % 10, u -> new ArrayList<>()).add(number);
        });
        assertThat(byUser.values()).allSatisfy(numbers -> assertThat(numbers).isSorted());
    }
}
