package dev.catchment.bench;

import java.io.IOException;
import java.net.ServerSocket;

/** Ports of this machine. */
final class Loopback {
    private Loopback() {}

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
