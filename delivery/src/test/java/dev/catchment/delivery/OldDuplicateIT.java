package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.JetStreamManagement;
import io.nats.client.PurgeOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A messageId that comes again many hours later, after the process that knew it was killed. */
class OldDuplicateIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Where a piece of the duplicate index holds the time of its events. */
    private static final int STORED_AT = 16;

    @TempDir
    private Path folder;

    @Test
    void aMessageIdOfTwentyHoursAgoIsADuplicateAfterItsOwnerWasKilled() throws Exception {
        try (TestHub hub = new TestHub(folder);
                Receiver receiver = new Receiver()) {
            // Given
            hub.logKeepSeconds = 3600;
            hub.dedupeSeconds = Duration.ofHours(24).toSeconds();
            hub.settings();
            hub.put(TestHub.webhook("crm", receiver.url("crm"))).publish();
            DeliveryPlane first = hub.plane("a");
            hub.write("web", "m1 user1", "m2 user1");
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(hub.counts("crm").delivered()).isEqualTo(2));
            first.close();
            makeOlder(hub, Duration.ofHours(20));
            DeliveryPlane second = hub.plane("b");
            hub.write("web", "m3 user1");
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(hub.counts("crm").delivered()).isEqualTo(3));

            // When
            second.abandon();
            try (DeliveryProcess third = DeliveryProcess.start(hub, "b", folder)) {
                await().atMost(PATIENCE)
                        .until(() -> third.metric("catchment_delivery_dedupe_keys", "partition=\"0\"") == 3
                                && third.metric("catchment_delivery_dedupe_loading", "partition=\"0\"") == 0);
                hub.write("web", "m1 user1", "m2 user1", "m3 user1", "m4 user1");

                // Then
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(hub.counts("crm").delivered()).isEqualTo(4));
                assertThat(receiver.ids("crm")).containsExactly("m1", "m2", "m3", "m4");
                await().atMost(PATIENCE)
                        .until(() -> third.metric("catchment_delivery_duplicates", "partition=\"0\"") == 3);
                hub.assertAccounts("messageIds of 20 hours ago", Map.of("crm", receiver.ids("crm")));
            }
        }
    }

    /** Puts the stored index back in time: what a piece says of its events' time is all that the window knows. */
    private static void makeOlder(TestHub hub, Duration by) throws Exception {
        JetStreamManagement management = hub.connection.jetStreamManagement();
        String stream = TestHub.NAMES.dedupeStream();
        byte[] piece = management
                .getLastMessage(stream, TestHub.NAMES.dedupeSubject(0))
                .getData();
        ByteBuffer content = ByteBuffer.wrap(piece);
        content.putLong(STORED_AT, content.getLong(STORED_AT) - by.toMillis());
        CRC32C crc = new CRC32C();
        crc.update(piece, 0, piece.length - Integer.BYTES);
        content.putInt(piece.length - Integer.BYTES, (int) crc.getValue());
        management.purgeStream(stream, PurgeOptions.subject(TestHub.NAMES.dedupeSubject(0)));
        hub.connection.jetStream().publish(TestHub.NAMES.dedupeSubject(0), piece);
    }
}
