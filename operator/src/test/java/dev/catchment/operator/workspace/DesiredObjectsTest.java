package dev.catchment.operator.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.catchment.api.v1alpha1.ApiJson;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.compile.EgressMaximum;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.operator.CounterRules;
import dev.catchment.operator.OperatorSettings;
import dev.catchment.operator.Upkeep;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code children} holds a Workspace and the objects that follow from it. After a change that is meant,
 * {@code -Dgolden.update=true} writes them anew; read the difference before it is committed.
 */
class DesiredObjectsTest {
    private static final Path CASES = Path.of("src/test/resources/children");
    private static final KubernetesSerialization YAML = new KubernetesSerialization(
            ApiJson.mapper()
                    .setConfig(ApiJson.mapper()
                            .getSerializationConfig()
                            .with(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                            .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)),
            true);
    private static final OperatorSettings SETTINGS = new OperatorSettings(
            BrokerSettings.of("nats://nats:4222"),
            1,
            Map.of(),
            10L << 30,
            10L << 30,
            256 << 20,
            "catchment/ingest:1",
            "catchment/delivery:1",
            Optional.empty(),
            List.of(),
            Set.of(),
            Optional.empty(),
            Duration.ofMinutes(5),
            8081,
            EgressMaximum.NONE,
            CounterRules.STANDARD,
            Upkeep.STANDARD);

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aWorkspaceGivesTheseObjects(Path folder) throws IOException {
        // Given
        Workspace workspace = YAML.unmarshal(Files.readString(folder.resolve("in-workspace.yaml")), Workspace.class);
        Map<Plane, String> credentials = Optional.ofNullable(workspace.getSpec().nats())
                .map(nats -> nats.credentialsSecretRef().name())
                .map(secret -> Map.of(Plane.INGEST, secret, Plane.DELIVERY, secret))
                .orElse(Map.of());

        // When
        String objects =
                WorkspaceModel.of(workspace, new HubId("shop", "acme"), SETTINGS, credentials, "abcd")
                        .objects()
                        .stream()
                        .map(DesiredObjectsTest::yaml)
                        .collect(Collectors.joining());

        // Then
        Path expected = folder.resolve("out-objects.yaml");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, objects);
        }
        assertThat(objects).isEqualTo(Files.readString(expected));
    }

    private static String yaml(HasMetadata object) {
        String text = YAML.asYaml(object);
        return (text.startsWith("---") ? "" : "---\n") + text;
    }
}
