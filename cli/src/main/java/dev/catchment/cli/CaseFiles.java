package dev.catchment.cli;

import dev.catchment.api.file.ResourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the files of cases that a command line means. */
final class CaseFiles {
    private CaseFiles() {}

    /**
     * @param paths files of cases, and folders, of which the files directly in them are meant
     * @return each once, sorted
     * @throws CommandFailure if a path is not there, is no such file, or holds none
     */
    static List<Path> of(List<Path> paths) throws IOException, CommandFailure {
        TreeSet<Path> files = new TreeSet<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                files.addAll(in(path));
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

    private static List<Path> in(Path folder) throws IOException, CommandFailure {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> ResourceReader.isCases(String.valueOf(file.getFileName())))
                    .toList();
            if (found.isEmpty()) {
                throw new CommandFailure("there is no *.test.yaml in " + folder
                        + " (sub-folders are not looked into): docs/testing.md says how to write one");
            }
            return found;
        }
    }
}
