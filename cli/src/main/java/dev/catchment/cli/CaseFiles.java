package dev.catchment.cli;

import dev.catchment.api.file.ResourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the files of cases that a command line means, and the resources that they are about. */
final class CaseFiles {
    /** A sub-folder for cases alone: `kubectl apply -f` on the folder above does not see it. */
    private static final String TESTS = "tests";

    private CaseFiles() {}

    /**
     * @param paths files of cases, and folders, of which the files in them and in their sub-folder tests are meant
     * @return each once, sorted
     * @throws CommandFailure if a path is not there, or is no such file
     */
    static List<Path> of(List<Path> paths) throws IOException, CommandFailure {
        TreeSet<Path> files = new TreeSet<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                files.addAll(in(path));
                if (Files.isDirectory(path.resolve(TESTS))) {
                    files.addAll(in(path.resolve(TESTS)));
                }
            } else if (!Files.exists(path)) {
                throw new CommandFailure(path + " is not there: give a *.test.yaml, or a folder with such files");
            } else if (!ResourceReader.isCases(String.valueOf(path.getFileName()))) {
                throw new CommandFailure(path + " holds no cases: their files are named *.test.yaml");
            } else {
                files.add(path);
            }
        }
        return List.copyOf(files);
    }

    /** The folder with what the cases of a file are about: where it lies, or the one above a folder for tests alone. */
    static Path subjects(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null) {
            return Path.of("");
        }
        boolean forTests = String.valueOf(parent.getFileName()).equals(TESTS);
        if (!forTests || holds(parent, name -> ResourceReader.isResources(name))) {
            return parent;
        }
        Path above = parent.getParent();
        return above == null ? Path.of("") : above;
    }

    private static boolean holds(Path folder, Predicate<String> wanted) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).anyMatch(file -> wanted.test(String.valueOf(file.getFileName())));
        }
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> ResourceReader.isCases(String.valueOf(file.getFileName())))
                    .toList();
        }
    }
}
