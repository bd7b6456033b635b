package dev.catchment.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** Where things are in this clone. */
final class Repository {
    /** Maven says which module it tests; an IDE starts tests in the module's folder. */
    static final Path ROOT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

    static final Path CATCHMENT = ROOT.resolve("bin/catchment");

    private Repository() {}

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
