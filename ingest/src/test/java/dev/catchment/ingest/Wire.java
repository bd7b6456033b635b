package dev.catchment.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** A client that says whatever a test wants it to. */
final class Wire implements AutoCloseable {
    static final String KEY = "Authorization: " + IngestFixture.basic("web-key:") + "\r\n";

    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;

    /** @param headers by lower-case name */
    record Answer(int status, TreeMap<String, String> headers, String body) {}

    Wire(IngestFixture hub) throws IOException {
        this(hub, InetAddress.getLoopbackAddress());
    }

    /** @param from one of this machine's addresses */
    Wire(IngestFixture hub, InetAddress from) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), hub.plane.httpPort(), from, 0);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    static String post(String path, String headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: h\r\n" + KEY + headers + "\r\n";
    }

    static String post(String path, String headers, String body) {
        return post(path, headers + "Content-Length: " + body.getBytes(UTF_8).length + "\r\n") + body;
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(UTF_8));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends as much as the server takes. */
    Wire sendWhileOpen(byte[] bytes) {
        try {
            return send(bytes);
        } catch (IOException e) {
            // The server has closed the connection; what it answered is still there.
            return this;
        }
    }

    Wire end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** The next answer; empty if the server closes the connection without one. */
    Optional<Answer> answer() throws IOException {
        String line = line();
        if (line.isEmpty()) {
            return Optional.empty();
        }
        TreeMap<String, String> headers = new TreeMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(line.split(" ", 3)[1]);
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return Optional.of(new Answer(status, headers, new String(in.readNBytes(length), UTF_8)));
    }

    /** Whether nothing more comes; waits for the server to close. */
    boolean closed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int b;
            try {
                b = in.read();
            } catch (SocketException e) {
                b = -1;
            }
            if (b < 0 || b == '\n') {
                return line.toString().strip();
            }
            line.append(new String(new byte[] {(byte) b}, ISO_8859_1));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
