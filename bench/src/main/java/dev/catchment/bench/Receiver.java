package dev.catchment.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * The destination of the delivery benchmarks: answers every request with an empty 200 and counts the events in it, as
 * cheaply as can be, since it shares the machine with what is measured. One thread. Understands requests with a
 * Content-Length, which is all that delivery sends. Arguments: the port, the file of its {@link Tally}, and whether to
 * measure how old each event is when it is answered ({@code true}), by its receivedAt.
 */
public final class Receiver {
    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final BytePattern HEAD_END = new BytePattern("\r\n\r\n");
    private static final BytePattern LENGTH = new BytePattern("ontent-length: ");
    private static final BytePattern MESSAGE = new BytePattern("\"messageId\":\"");
    private static final BytePattern RECEIVED = new BytePattern("\"receivedAt\":\"");

    private final Tally tally;
    private final boolean timing;

    private Receiver(Tally tally, boolean timing) {
        this.tally = tally;
        this.timing = timing;
    }

    /** What has arrived of the next request. */
    private static final class Arrived {
        private byte[] bytes = new byte[8192];
        private int length;
    }

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        Receiver receiver = new Receiver(Tally.open(Path.of(arguments[1])), Boolean.parseBoolean(arguments[2]));
        try (Selector selector = Selector.open();
                ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            receiver.serve(selector, server);
        }
    }

    private void serve(Selector selector, ServerSocketChannel server) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
        ByteBuffer answer = ByteBuffer.allocateDirect(OK.length).put(OK);
        while (true) {
            selector.select();
            Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
            while (ready.hasNext()) {
                SelectionKey key = ready.next();
                ready.remove();
                if (key.channel() instanceof SocketChannel channel) {
                    try {
                        read(channel, (Arrived) key.attachment(), buffer, answer);
                    } catch (IOException e) {
                        // The other side has gone: a killed process, or a request that was given up.
                        channel.close();
                    }
                } else {
                    SocketChannel channel = server.accept();
                    if (channel != null) {
                        channel.configureBlocking(false);
                        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                        channel.register(selector, SelectionKey.OP_READ, new Arrived());
                    }
                }
            }
        }
    }

    private void read(SocketChannel channel, Arrived arrived, ByteBuffer buffer, ByteBuffer answer) throws IOException {
        buffer.clear();
        int more = channel.read(buffer);
        if (more < 0) {
            throw new IOException("closed");
        }
        if (arrived.length + more > arrived.bytes.length) {
            byte[] larger = new byte[2 * (arrived.length + more)];
            System.arraycopy(arrived.bytes, 0, larger, 0, arrived.length);
            arrived.bytes = larger;
        }
        buffer.flip().get(arrived.bytes, arrived.length, more);
        arrived.length += more;
        int head = HEAD_END.find(arrived.bytes, 0, arrived.length);
        if (head < 0) {
            return;
        }
        int body = head + HEAD_END.length();
        int end = body + number(arrived.bytes, LENGTH.find(arrived.bytes, 0, head) + LENGTH.length());
        if (arrived.length < end) {
            return;
        }
        arrived.length = 0;
        int group = group(arrived.bytes);
        if (tally.dead(group)) {
            return;
        }
        count(group, arrived.bytes, body, end);
        answer.flip();
        while (answer.hasRemaining()) {
            channel.write(answer);
        }
    }

    private void count(int group, byte[] bytes, int from, int end) {
        BytePattern pattern = timing ? RECEIVED : MESSAGE;
        long now = System.currentTimeMillis();
        int events = 0;
        for (int at = pattern.find(bytes, from, end); at >= 0; at = pattern.find(bytes, at, end)) {
            at += pattern.length();
            events++;
            if (timing) {
                tally.took(group, now - IsoTime.milliseconds(bytes, at));
            }
        }
        tally.answered(group, events);
    }

    /** Of {@code POST /3/… HTTP/1.1}. */
    private static int group(byte[] request) {
        int at = 0;
        while (request[at] != '/') {
            at++;
        }
        return request[at + 1] - '0';
    }

    private static int number(byte[] bytes, int from) {
        int number = 0;
        for (int at = from; bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            number = number * 10 + bytes[at] - '0';
        }
        return number;
    }
}
