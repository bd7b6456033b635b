package dev.catchment.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The floor: the web server and the same group commit as ingest's, onto a plain file with fdatasync, and nothing else:
 * no validation, no broker. What a durable ingest can reach at most. Arguments: the port and the file.
 */
public final class FloorServer {
    private static final int GROUP_BYTES = 512_000;
    /** The file is cut back beyond this, so that a long run does not fill the disk. */
    private static final long FILE_BYTES = 2L << 30;

    private final BlockingQueue<Waiting> arrived = new LinkedBlockingQueue<>();
    private final FileChannel file;

    private static final class Waiting {
        private final byte[] body;
        private final Thread thread = Thread.currentThread();
        private volatile boolean stored;

        Waiting(byte[] body) {
            this.body = body;
        }
    }

    private FloorServer(FileChannel file) {
        this.file = file;
    }

    public static void main(String[] arguments) throws IOException {
        FileChannel file = FileChannel.open(Path.of(arguments[1]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FloorServer floor = new FloorServer(file);
        Thread.ofPlatform().name("committer").start(floor::commit);
        BareServer.serve(Integer.parseInt(arguments[0]), floor::store);
    }

    private void store(byte[] body) {
        Waiting waiting = new Waiting(body);
        arrived.add(waiting);
        while (!waiting.stored) {
            LockSupport.park(waiting);
        }
    }

    private void commit() {
        List<Waiting> group = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocateDirect(2 * GROUP_BYTES);
        try {
            while (true) {
                Waiting next = arrived.take();
                while (next != null) {
                    buffer.put(next.body);
                    group.add(next);
                    next = buffer.position() < GROUP_BYTES ? arrived.poll() : null;
                }
                write(buffer.flip());
                buffer.clear();
                for (Waiting stored : group) {
                    stored.stored = true;
                    LockSupport.unpark(stored.thread);
                }
                group.clear();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        file.force(false);
        if (file.position() > FILE_BYTES) {
            file.truncate(0);
        }
    }
}
