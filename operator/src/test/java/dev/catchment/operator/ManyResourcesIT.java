package dev.catchment.operator;

import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.Plane;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.testkit.AuditedWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However many resources there are, a change of one costs what it costs where there are few. */
class ManyResourcesIT extends TeamTest {
    private static final int DESTINATIONS = 300;
    private static final int CHANGES = 5;
    private static final Duration LONG = Duration.ofMinutes(2);

    @Test
    void aChangeOfOneDestinationCostsOneDocumentAndOneStatus() {
        // Given
        team.apply(WORKSPACE, SOURCE);
        team.runPlanes("acme");
        IntStream.range(0, DESTINATIONS).forEach(i -> team.apply(destination("dst-" + i, true)));
        eventually().atMost(LONG).untilAsserted(() -> assertThat(IntStream.range(0, DESTINATIONS))
                .allMatch(i -> ready("dst-" + i)));

        settle();
        List<Integer> costs = new ArrayList<>();
        for (int change = 0; change < CHANGES; change++) {
            String name = "dst-" + change;
            long plan = team.revision("acme", Plane.DELIVERY);
            int writes = team.operatorWrites().size();

            // When
            team.apply(destination(name, false));
            eventually().until(() -> inForce(name) && ready(name));

            settle();

            // Then one document is written, and nothing but the status (and events) of that Destination
            assertThat(team.revision("acme", Plane.DELIVERY)).isEqualTo(plan + 1);
            List<AuditedWrite> made = team.operatorWrites();
            made = made.subList(writes, made.size());
            assertThat(made)
                    .filteredOn(write -> !write.resource().equals("events"))
                    .allSatisfy(write -> assertThat(write)
                            .extracting(AuditedWrite::verb, AuditedWrite::resource, AuditedWrite::name)
                            .containsExactly("patch", "destinations/status", name));
            costs.add(made.size());
        }

        // Then it was one write; more only where the machine was so busy that the plane took seconds to apply it
        assertThat(costs).contains(1).doesNotContain(0);
    }

    /** What was set off before is over when nothing was written between two looks. */
    private void settle() {
        AtomicInteger before = new AtomicInteger(-1);
        eventually().atMost(LONG).pollInterval(Duration.ofSeconds(1)).until(() -> {
            int now = team.operatorWrites().size();
            return before.getAndSet(now) == now;
        });
    }

    private boolean ready(String name) {
        return TestTeam.condition(team.destination(name), "Ready").equals("True/Ready");
    }

    private boolean inForce(String name) {
        return team.planes(Plane.DELIVERY).stream()
                .allMatch(plane -> plane.inForce().get(DestinationDocument.key(name)) instanceof DestinationDocument d
                        && !d.enabled());
    }
}
