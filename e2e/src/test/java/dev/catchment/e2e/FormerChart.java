package dev.catchment.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The chart that an installation may have been made with: that of the last tag, or, before there is one, of the first
 * commit of the history at hand that has a chart.
 */
record FormerChart(String from, Path path) {
    static FormerChart in(Path folder) throws IOException, InterruptedException {
        Optional<String> found = commit();
        if (found.isEmpty()) {
            return new FormerChart("this working tree: there is no history that knows another", Installation.CHART);
        }
        String commit = found.get();
        Path file = folder.resolve("chart.tar");
        // The chart's links lead to the definitions and the Role.
        git("archive", "--output=" + file, commit, "helm", "crds/api/crds", "operator/src/main/k8s")
                .lines();
        Path former = Files.createDirectories(folder.resolve("former"));
        Command.run(former, "tar", "-xf", file.toString()).lines();
        return new FormerChart(commit, former.resolve("helm/catchment"));
    }

    /** Empty in what is no clone, such as an unpacked archive of the sources. */
    private static Optional<String> commit() throws IOException, InterruptedException {
        Command tags = git("tag", "--list", "v*", "--sort=-version:refname", "--merged", "HEAD");
        if (tags.status() != 0) {
            return Optional.empty();
        }
        if (!tags.out().isEmpty()) {
            return Optional.of(tags.out().getFirst());
        }
        List<String> commits =
                git("log", "--format=%h", "--", "helm/catchment/Chart.yaml").lines();
        return commits.isEmpty() ? Optional.empty() : Optional.of(commits.getLast());
    }

    private static Command git(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Command.run(Repository.ROOT, command);
    }
}
