package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.broker.HubSpec;
import dev.catchment.broker.Provisioner;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.count.PartitionHealth;
import dev.catchment.contract.plan.DestinationDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker's volume is lost, or an old copy of it takes its place, while delivery runs. */
class VolumeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private TestHub hub;
    private Receiver receiver;
    private Receiver other;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
        other = new Receiver();
        hub = new TestHub(folder.resolve("nats"));
        hub.logKeepSeconds = 3600;
        hub.settings();
        hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        receiver.close();
        other.close();
    }

    @Test
    void anOldCopyOfTheVolumeIsReportedAndWhatIsWrittenSinceIsDelivered() throws Exception {
        // Given
        DestinationDocument late = TestHub.webhook("late", other.url("late"));
        hub.put(late).publish();
        hub.plane("a");
        write("a", 10);
        await().atMost(PATIENCE).until(() -> receiver.ids("crm").size() == 100);
        await().atMost(PATIENCE).until(() -> other.ids("late").size() == 100);
        await().atMost(PATIENCE).until(() -> hub.counts("late").delivered() == 100);
        hub.nats.close();
        copy(store(), folder.resolve("copy"));
        hub.nats.restart();
        publish(TestHub.suspended(late, true));
        await().atMost(PATIENCE).until(() -> hub.stored("late").lane().contains("suspended"));
        write("b", 10);
        await().atMost(PATIENCE).until(() -> receiver.ids("crm").size() == 200);
        await().atMost(PATIENCE).until(() -> hub.lease().path("head").asLong() == 21);

        // When
        hub.nats.close();
        remove(store());
        copy(folder.resolve("copy"), store());
        hub.nats.restart();
        write("c", 15);
        publish(late);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(receiver.ids("crm"))
                .containsAll(ids("c", 15))
                .hasSize(350)
                .doesNotHaveDuplicates());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        hub.lease().path("dataLoss").path("frames").asLong())
                .isEqualTo(10));
        assertThat(hub.lease().path("dataLoss").path("last").asText()).contains("set back from frame 21 to frame 11");
        await().atMost(PATIENCE).until(() -> other.ids("late").size() == 250);
        await().atMost(PATIENCE)
                .untilAsserted(() -> hub.accounting().against(350).assertLost("old copy", Map.of("late", 100L)));
        System.out.print(hub.accounting()
                .against(350)
                .table("an old copy of the volume", Map.of("crm", receiver.ids("crm"), "late", other.ids("late"))));
    }

    @Test
    void aLostVolumeIsReportedByWhoeverLivedThroughIt() throws Exception {
        // Given
        hub.plane("a");
        write("a", 10);
        await().atMost(PATIENCE).until(() -> hub.counts("crm").delivered() == 100);
        await().atMost(PATIENCE).until(() -> hub.lease().path("head").asLong() == 11);

        // When
        hub.nats.close();
        remove(store());
        hub.nats.restart();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            new Provisioner(hub.connection, new HubSpec(TestHub.ID, 1, 1, 1L << 28, 1L << 26, 1L << 24)).ensure();
            hub.publish();
            return true;
        });
        write("b", 5);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.ids("crm")).containsAll(ids("b", 5)));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        hub.lease().path("dataLoss").path("frames").asLong())
                .isEqualTo(10));
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            PartitionHealth shown = PartitionHealth.parse(hub.connection
                    .keyValue(TestHub.NAMES.countsBucket())
                    .get(Subjects.logHealthKey(0))
                    .getValue());
            assertThat(shown.lostFrames()).isEqualTo(10);
            assertThat(shown.lastLoss()).contains("set back from frame 11");
            assertThat(shown.lastLossAt()).isNotNull();
        });
        System.out.print(hub.accounting().against(150).table("a lost volume", Map.of("crm", receiver.ids("crm"))));
    }

    private void publish(DestinationDocument document) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            hub.put(document).publish();
            return true;
        });
    }

    private Path store() {
        return folder.resolve("nats").resolve("jetstream");
    }

    /** Ten events a frame; a publish that the broker is not ready for is repeated, as ingest's clients would. */
    private void write(String prefix, int frames) throws Exception {
        for (int i = 0; i < frames; i++) {
            String[] events = TestHub.events(prefix, 10 * i, 10 * i + 10);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> hub.write("web", events) > 0);
        }
    }

    private static List<String> ids(String prefix, int frames) {
        return Stream.iterate(0, i -> i + 1)
                .limit(10L * frames)
                .map(i -> prefix + i)
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }

    private static void remove(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
