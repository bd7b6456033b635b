package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.Plane;
import org.junit.jupiter.api.Test;

/** An operator that starts or stops knows its resources only in part for a while. */
class RestartIT extends TeamTest {
    /** So many that their list takes longer than those of the other kinds. */
    private static final int FILTERS = 100;

    @Test
    void whatIsInForceStaysWhileNotEverythingIsKnown() {
        // Given
        team.apply(WORKSPACE, SOURCE, destination("crm", true));
        for (int i = 0; i < FILTERS; i++) {
            team.apply(FILTER.replace("no-staff", "no-staff-" + i));
        }
        eventually().untilAsserted(() -> assertThat(
                        team.plan("acme").keySet().stream().filter(key -> key.startsWith("filter.")))
                .hasSize(FILTERS));
        long revision = team.revision("acme", Plane.DELIVERY);

        for (int start = 1; start <= 5; start++) {
            // When it stops in the middle of a change, and starts
            String source = "web" + start;
            team.apply(SOURCE.replace("web}", "before-" + source + "}"));
            team.stopOperator();
            team.startOperator();
            team.apply(SOURCE.replace("web}", source + "}"));
            eventually().until(() -> team.plan("acme").containsKey("source." + source));

            // Then no filter was taken out of the plan, and none put back
            assertThat(team.revision("acme", Plane.DELIVERY)).isEqualTo(revision);
        }
    }
}
