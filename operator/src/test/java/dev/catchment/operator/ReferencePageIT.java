package dev.catchment.operator;

import static dev.catchment.operator.TestTeam.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.DestinationType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/reference.md shows is a working hub. */
class ReferencePageIT extends TeamTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

    @Test
    void itsExamplesWorkTogether() throws IOException {
        // Given
        String page = Files.readString(Path.of("..", "docs", "reference.md"));
        List<String> examples =
                EXAMPLE.matcher(page).results().map(match -> match.group(1)).toList();
        assertThat(examples).hasSize(5);
        try {
            // When
            team.apply(examples.toArray(String[]::new));
            team.runPlanes("acme");

            // Then
            eventually().untilAsserted(() -> assertThat(resources())
                    .allSatisfy(resource -> assertThat(condition(resource, "Ready"))
                            .as(resource.getKind())
                            .isEqualTo("True/Ready")));
        } finally {
            type().delete();
        }
    }

    private List<HasMetadata> resources() {
        return List.of(
                team.workspace("acme"),
                team.source("web"),
                team.destination("crm"),
                team.filter("no-staff"),
                type().get());
    }

    private Resource<DestinationType> type() {
        return team.admin.resources(DestinationType.class).withName("lighthouse");
    }
}
