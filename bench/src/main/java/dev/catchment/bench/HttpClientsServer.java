package dev.catchment.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A webhook that costs as little as it can: reads one request after the other, answers 200. Prints its port. */
public final class HttpClientsServer {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final String LENGTH = "\r\ncontent-length:";

    private HttpClientsServer() {}

    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] buffer = new byte[8192];
            int filled = 0;
            int missing = 0; // of the request whose head was read
            int wanted = 0;
            while (true) {
                int read = in.read(buffer, filled, buffer.length - filled);
                if (read < 0) {
                    return;
                }
                filled += read;
                if (wanted == 0) {
                    wanted = size(buffer, filled);
                }
                missing = wanted == 0 ? 1 : wanted - filled;
                if (missing <= 0) {
                    out.write(ANSWER);
                    filled = 0;
                    wanted = 0;
                }
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    /** Bytes of the request, head and body; 0 while its head is not there. The clients do not send ahead. */
    private static int size(byte[] buffer, int filled) {
        String text = new String(buffer, 0, filled, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        String head = text.substring(0, end + 2).toLowerCase(Locale.ROOT);
        int length = head.indexOf(LENGTH) + LENGTH.length();
        return end
                + 4
                + Integer.parseInt(
                        head.substring(length, head.indexOf('\r', length)).strip());
    }
}
