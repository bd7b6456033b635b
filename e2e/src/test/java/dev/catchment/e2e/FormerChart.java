package dev.catchment.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The chart that an installation may have been made with: that of the last tag, or, before there is one, of the first
 * commit of the history at hand that has a chart.
 */
record FormerChart(String commit, Path path) {
    static FormerChart in(Path folder) throws IOException, InterruptedException {
        String commit = find();
        Path file = folder.resolve("chart.tar");
        Command.run(Repository.ROOT, "git", "archive", "--output=" + file, commit, "helm/catchment")
                .lines();
        Path former = Files.createDirectories(folder.resolve("former"));
        Command.run(former, "tar", "-xf", file.toString()).lines();
        return new FormerChart(commit, former.resolve("helm/catchment"));
    }

    private static String find() throws IOException, InterruptedException {
        List<String> tags = git("tag", "--list", "v*", "--sort=-version:refname", "--merged", "HEAD");
        if (!tags.isEmpty()) {
            return tags.getFirst();
        }
        List<String> commits = git("log", "--format=%h", "--", "helm/catchment/Chart.yaml");
        if (commits.isEmpty()) {
            throw new IOException(
                    "no commit has helm/catchment/Chart.yaml: the tests need the history, not only its files");
        }
        return commits.getLast();
    }

    private static List<String> git(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Command.run(Repository.ROOT, command).lines();
    }
}
