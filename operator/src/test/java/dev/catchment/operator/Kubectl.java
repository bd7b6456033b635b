package dev.catchment.operator;

import dev.catchment.testkit.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real program, as a user runs it; its output and its errors in one text. */
record Kubectl(TestCluster cluster, Path kubeconfig, String namespace) {
    record Result(int status, String output) {}

    static Kubectl of(TestCluster cluster, String namespace) {
        try {
            return new Kubectl(cluster, cluster.kubeconfig(), namespace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param input what it reads with {@code -f -} */
    Result run(String input, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(TestCluster.kubectl().toString(), "--kubeconfig=" + kubeconfig, "--namespace=" + namespace));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
