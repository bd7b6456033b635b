package dev.catchment.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * The destination types that ship with Catchment. Each is a DestinationType resource, {@code <name>.yaml}, with its
 * golden cases beside it, {@code <name>.test.yaml}; a new file is found by itself.
 */
public final class Catalog {
    private static final String FOLDER = "/catalog/";
    private static final String TYPE = ".yaml";
    private static final String CASES = ".test.yaml";

    private Catalog() {}

    /** Names of the types, sorted. */
    public static List<String> types() {
        return files().stream()
                .filter(file -> file.endsWith(TYPE) && !file.endsWith(CASES))
                .map(file -> file.substring(0, file.length() - TYPE.length()))
                .sorted()
                .toList();
    }

    /**
     * The DestinationType resource of that name, as YAML.
     *
     * @throws NoSuchElementException if there is none
     */
    public static String type(String name) {
        return read(name + TYPE);
    }

    /**
     * The golden cases of a type, as YAML.
     *
     * @throws NoSuchElementException if there are none
     */
    public static String cases(String name) {
        return read(name + CASES);
    }

    private static String read(String file) {
        try (InputStream in = Catalog.class.getResourceAsStream(FOLDER + file)) {
            if (in == null || file.contains("/")) {
                throw new NoSuchElementException("the catalogue has no " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> files() {
        URL folder = Catalog.class.getResource(FOLDER);
        if (folder == null) {
            throw new IllegalStateException("the catalogue's files are not on the classpath");
        }
        try {
            return folder.openConnection() instanceof JarURLConnection jar ? inJar(jar) : inFolder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> inJar(JarURLConnection jar) throws IOException {
        String prefix = jar.getEntryName();
        // The connection's JarFile is shared with the class loader: it is not ours to close.
        return jar.getJarFile().stream()
                .map(entry -> entry.getName())
                .filter(name -> name.startsWith(prefix) && name.length() > prefix.length())
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    private static List<String> inFolder(URL folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(URI.create(folder.toString())))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
