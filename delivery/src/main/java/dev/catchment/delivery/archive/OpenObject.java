package dev.catchment.delivery.archive;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.broker.archive.ArchiveEntry;
import dev.catchment.contract.Position;
import dev.catchment.mapping.JsonText;
import dev.catchment.pipeline.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * An archive object while it is filled, compressed as it grows. Each line is one JSON object, so that an object can be
 * read without its index entry:
 *
 * <pre>{"position":"41:7","source":"web","event":{…the event as destinations see it…}}</pre>
 */
final class OpenObject {
    private static final byte[] EVENT = ",\"event\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "}\n".getBytes(StandardCharsets.UTF_8);

    private final Position from;
    private final long openedNanos;
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream(1 << 16);
    private final Counting plain;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
    /** By name, how each is written. */
    private final TreeMap<String, byte[]> sources = new TreeMap<>();

    private long events;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    OpenObject(Position from, long openedNanos) {
        this.from = from;
        this.openedNanos = openedNanos;
        try {
            plain = new Counting(new FastGzip(compressed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Position from() {
        return from;
    }

    long openedNanos() {
        return openedNanos;
    }

    /** Bytes before compression. */
    long bytes() {
        return plain.count;
    }

    long events() {
        return events;
    }

    void append(Position position, Event event) {
        line.reset();
        line.writeBytes(("{\"position\":\"" + position + "\",\"source\":").getBytes(StandardCharsets.UTF_8));
        line.writeBytes(sources.computeIfAbsent(event.source(), OpenObject::quoted));
        line.writeBytes(EVENT);
        line.writeBytes(event.utf8());
        line.writeBytes(END);
        try {
            line.writeTo(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        events++;
        first = event.receivedAt().isBefore(first) ? event.receivedAt() : first;
        last = event.receivedAt().isAfter(last) ? event.receivedAt() : last;
    }

    private static byte[] quoted(String name) {
        return JsonText.utf8(TextNode.valueOf(name));
    }

    /** Nothing can be appended afterwards. */
    byte[] finish() {
        try {
            plain.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    ArchiveEntry entry(int partition, String object, Position to, long stored) {
        return new ArchiveEntry(
                partition,
                object,
                from.toString(),
                to.toString(),
                events,
                plain.count,
                stored,
                List.copyOf(sources.keySet()),
                first,
                last);
    }

    /** Level 1 takes a third of the default level's time and a fifth more space. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static final class Counting extends OutputStream {
        private final OutputStream out;
        private long count;

        Counting(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            count++;
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            count += length;
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
