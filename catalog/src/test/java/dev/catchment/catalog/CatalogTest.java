package dev.catchment.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
    @Test
    void everyTypeIsThereWithItsCases() {
        // When
        List<String> types = Catalog.types();

        // Then
        assertThat(types).contains("webhook").isSorted().allSatisfy(name -> {
            assertThat(Catalog.type(name)).contains("kind: DestinationType", "name: " + name);
            assertThat(Catalog.cases(name)).contains("expect:");
        });
    }

    @Test
    void theTypesAreFoundInAJarToo(@TempDir Path folder) throws Exception {
        // Given
        Path jar = folder.resolve("catalog.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("catalog/"));
            put(out, "dev/catchment/catalog/Catalog.class");
            put(out, "catalog/webhook.yaml");
            put(out, "catalog/webhook.test.yaml");
        }

        // When
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            Object types =
                    loader.loadClass(Catalog.class.getName()).getMethod("types").invoke(null);

            // Then
            assertThat(types).isEqualTo(List.of("webhook"));
        }
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Catalog.type("nothing"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("nothing.yaml");
    }

    private static void put(JarOutputStream out, String name) throws IOException {
        out.putNextEntry(new JarEntry(name));
        try (InputStream in = CatalogTest.class.getResourceAsStream("/" + name)) {
            assertThat(in).as(name).isNotNull();
            in.transferTo(out);
        }
    }
}
