package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.contract.plan.Selection;
import dev.catchment.delivery.mark.Counts;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters that many destinations share judge whole frames: each destination's account holds all the same. */
class FilteredIT {
    private static final int FRAMES = 20;
    private static final int EVENTS = 50;
    /** Events of ten users, two of whom are filtered. */
    private static final long FILTERED = FRAMES * EVENTS / 5;

    @TempDir
    private Path folder;

    private TestHub hub;
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
        hub = new TestHub(folder);
        hub.put(TestHub.webhook("crm", receiver.url("crm")));
        hub.put(TestHub.webhook("ads", receiver.url("ads")));
        hub.put(TestHub.webhook("none", receiver.url("none")));
        drop("testers", "event.userId in ['user3', 'user4']", "crm", "ads");
        drop("all", "has(event.userId)", "none");
        hub.publish();
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        receiver.close();
    }

    @Test
    void everyEventIsDeliveredOrCountedAsFiltered() throws Exception {
        // Given
        write(0, FRAMES);

        // When
        hub.plane("a");

        // Then
        awaitAccount("crm", FILTERED);
        awaitAccount("ads", FILTERED);
        awaitAccount("none", FRAMES * EVENTS);
        assertThat(receiver.ids("crm"))
                .hasSize((int) (FRAMES * EVENTS - FILTERED))
                .doesNotHaveDuplicates();
        assertThat(receiver.ids("none")).isEmpty();
        LaneIT.assertInUsersOrder(receiver.ids("crm"));
    }

    @Test
    void theAccountHoldsWhenThePlaneIsKilledBetweenFrames() throws Exception {
        // Given
        DeliveryPlane first = hub.plane("a");
        write(0, FRAMES / 2);
        await().until(() -> receiver.ids("crm").size() >= EVENTS);

        // When
        first.abandon();
        write(FRAMES / 2, FRAMES);
        hub.plane("a");

        // Then
        awaitAccount("crm", FILTERED);
        awaitAccount("ads", FILTERED);
        awaitAccount("none", FRAMES * EVENTS);
        assertThat(new HashSet<>(receiver.ids("crm"))).hasSize((int) (FRAMES * EVENTS - FILTERED));
    }

    @Test
    void aDestinationThatCatchesUpCountsWhatItsFiltersDropToo() throws Exception {
        // Given: crm is down, so that it goes to its lane with events under way
        receiver.answer("crm", body -> 503);
        hub.plane("a");
        write(0, FRAMES);
        awaitAccount("ads", FILTERED);

        // When
        receiver.answer("crm", body -> 200);

        // Then
        awaitAccount("crm", FILTERED);
        assertThat(receiver.ids("crm"))
                .hasSize((int) (FRAMES * EVENTS - FILTERED))
                .doesNotHaveDuplicates();
    }

    private void write(int from, int to) throws Exception {
        for (int frame = from; frame < to; frame++) {
            hub.write("web", TestHub.events("m", frame * EVENTS, (frame + 1) * EVENTS));
        }
    }

    private void awaitAccount(String destination, long filtered) {
        await().untilAsserted(() -> {
            Counts counts = hub.counts(destination);
            assertThat(counts.filtered()).isEqualTo(Map.of("FILTERED_BY_RULES", filtered));
            assertThat(counts.delivered()).isEqualTo(FRAMES * EVENTS - filtered);
        });
    }

    private void drop(String name, String condition, String... destinations) {
        hub.put(new FilterDocument(
                name,
                Selection.everything(),
                Selection.of(List.of(destinations)),
                Expression.ofCel(condition),
                new FilterAction.Drop()));
    }
}
