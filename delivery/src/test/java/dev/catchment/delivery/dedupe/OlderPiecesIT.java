package dev.catchment.delivery.dedupe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.NatsProcess;
import dev.catchment.broker.Provisioner;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Kind;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.frame.Frame;
import dev.catchment.contract.frame.FrameBuilder;
import dev.catchment.contract.frame.FrameEvent;
import dev.catchment.delivery.log.FrameBudget;
import dev.catchment.delivery.log.LogFrame;
import dev.catchment.testkit.TestNats;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new owner loads of the duplicate index: the last hour at once, what is older behind it. Time is a frame's. */
@SuppressWarnings("try") // a test may be interrupted
class OlderPiecesIT {
    private static final HubId ID = new HubId("team", "acme");
    private static final Duration WINDOW = Duration.ofHours(24);

    @TempDir
    private Path folder;

    @Test
    void aKeyOfTwentyHoursAgoIsKnownOnceTheOlderPiecesAreLoadedAndForgottenAfterTheWindow() throws Exception {
        try (NatsProcess nats = TestNats.start(folder);
                Connection connection = BrokerConnection.open(BrokerSettings.of(nats.url()), "test")) {
            // Given
            new Provisioner(connection, new HubSpec(ID, 1, 1, 1L << 28, 1L << 26, 1L << 24)).ensure();
            PieceStore store = new PieceStore(connection, new Subjects(ID), 0);
            Instant now = Instant.now();
            Dedupe killed = new Dedupe(store);
            killed.observe(frame(1, now));
            killed.save(WINDOW, true);
            Instant later = now.plus(Duration.ofHours(20));

            // When
            Dedupe next = new Dedupe(store);
            long indexed = next.load(later);

            // Then
            assertThat(indexed).isEqualTo(frame(1, now).end());
            assertThat(next.index().size()).as("keys of the last hour").isZero();
            next.loadOlder();
            assertThat(next.index().size()).as("keys of the window").isEqualTo(1);
            LogFrame again = frame(2, later);
            next.observe(again);
            assertThat(again.duplicate(0)).isTrue();

            Dedupe afterTheWindow = new Dedupe(store);
            afterTheWindow.loadOlder();
            afterTheWindow.observe(frame(3, now.plus(Duration.ofHours(26)), "another"));
            afterTheWindow.save(WINDOW, true);
            LogFrame tooLate = frame(4, now.plus(Duration.ofHours(26)));
            afterTheWindow.observe(tooLate);
            assertThat(tooLate.duplicate(0)).isFalse();
        }
    }

    private static LogFrame frame(long sequence, Instant stored) throws Exception {
        return frame(sequence, stored, "m1");
    }

    private static LogFrame frame(long sequence, Instant stored, String id) throws Exception {
        FrameBuilder builder = new FrameBuilder(10_000);
        Hash128.Hasher hasher = new Hash128.Hasher("web");
        byte[] body = ("{\"messageId\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
        builder.add(new FrameEvent(
                "web", Kind.TRACK, new byte[0], body, 0, body.length, false, hasher.hash(id), hasher.hash("user")));
        byte[] bytes = builder.build(UUID.randomUUID(), stored);
        return new LogFrame(sequence, stored, bytes.length, Frame.decode(bytes), new FrameBudget(1 << 20, 1000));
    }
}
