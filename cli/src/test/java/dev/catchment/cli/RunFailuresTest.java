package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong before anything runs: one line that says what, where and what to do. */
class RunFailuresTest {
    @TempDir
    private Path folder;

    @Test
    void withoutAWorkspace() throws Exception {
        TestFolder.write(folder, TestFolder.SOURCE);
        assertThat(run(freePort())).isEqualTo("error: there is no Workspace in " + folder + ": a hub needs one");
    }

    @Test
    void withTwoWorkspaces() throws Exception {
        TestFolder.write(folder, TestFolder.WORKSPACE, TestFolder.WORKSPACE.replace("acme", "other"));
        assertThat(run(freePort()))
                .isEqualTo("error: there are 2 Workspaces in " + folder + " (acme, other): a run takes one");
    }

    @Test
    void withAMistakeInAFile() throws Exception {
        TestFolder.write(folder, TestFolder.WORKSPACE.replace("spec:", "specs:"));
        assertThat(run(freePort())).contains("0.yaml:4:1: error: ").contains("specs");
    }

    @Test
    void onAPortInUse() throws Exception {
        TestFolder.write(folder, TestFolder.WORKSPACE);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(taken.getLocalPort()))
                    .isEqualTo("error: port " + taken.getLocalPort()
                            + " of 127.0.0.1 is in use: end what listens there, or choose another --http-port");
        }
    }

    @Test
    void onAFolderThatAnotherRunUses() throws Exception {
        TestFolder.write(folder, TestFolder.WORKSPACE);
        try (DataFolder other = DataFolder.lock(folder.resolve("data"))) {
            assertThat(run(freePort()))
                    .isEqualTo(
                            "error: another `catchment run` uses " + other.path() + ": end it, or name another --data");
        }
    }

    @Test
    void withoutWhatItNeedsOnTheCommandLine() {
        assertThat(Cli.run("run").status()).isEqualTo(2);
        assertThat(Cli.run("run").err()).startsWith("error: Missing required parameter: 'DIR'");
    }

    private String run(int httpPort) throws IOException {
        Cli run = Cli.run(
                "run", folder, "--http-port", httpPort, "--admin-port", freePort(), "--data", folder.resolve("data"));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        return run.err().strip();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
