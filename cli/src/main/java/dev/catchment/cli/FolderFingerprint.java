package dev.catchment.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a folder of YAML files looks like from outside: equal unless a file came, went or was written. Taken before the
 * files are read, so that an edit during the reading shows at the next look.
 */
record FolderFingerprint(Map<Path, FileState> files) {
    FolderFingerprint {
        files = Map.copyOf(files);
    }

    /** The key tells a replaced file from the one before: editors write anew and rename. */
    record FileState(
            long size, long modifiedNanos, @Nullable Object key) {}

    static FolderFingerprint of(Path folder) throws IOException {
        List<Path> yaml;
        try (Stream<Path> all = Files.list(folder)) {
            yaml = all.filter(FolderFingerprint::isYaml).toList();
        }
        Map<Path, FileState> files = new TreeMap<>();
        for (Path file : yaml) {
            try {
                BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
                long modified = seen.lastModifiedTime().to(TimeUnit.NANOSECONDS);
                files.put(file, new FileState(seen.size(), modified, seen.fileKey()));
            } catch (NoSuchFileException e) {
                // It went while the folder was listed: it is not there.
            }
        }
        return new FolderFingerprint(files);
    }

    private static boolean isYaml(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }
}
