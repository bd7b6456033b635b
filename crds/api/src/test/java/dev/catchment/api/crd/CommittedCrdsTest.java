package dev.catchment.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CommittedCrdsTest {

    private static final String UPDATE =
            "The committed CRDs do not fit the records: run  mvn -q -pl crds/api process-classes exec:java@update-crds";

    @Test
    void committedCrdsAreWhatTheRecordsGenerate() throws IOException {
        // Given
        Map<String, String> committed = read(Path.of("crds"), ".yaml");

        // When
        Map<String, String> generated = CrdGeneration.generate();

        // Then
        assertThat(committed).as(UPDATE).isEqualTo(generated);
    }

    @Test
    void theClasspathCarriesTheSame() throws IOException {
        // Given
        Path onClasspath = Path.of("target", "classes", "META-INF", "fabric8");

        // When
        Map<String, String> packed = read(onClasspath, "-v1.yml");

        // Then
        assertThat(packed).isEqualTo(CrdGeneration.generate());
    }

    private static Map<String, String> read(Path folder, String suffix) throws IOException {
        Map<String, String> crds = new TreeMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                assertThat(name).endsWith(suffix);
                crds.put(name.substring(0, name.length() - suffix.length()), Files.readString(file));
            }
        }
        return crds;
    }
}
