package dev.catchment.ingest;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;

/**
 * Writes to a connection. A client that has gone ends the connection, and is nothing else: Helidon would log each with a
 * stack trace.
 *
 * @param written told of everything that is written
 */
record AnswerWriter(DataWriter writer, Runnable written) implements DataWriter {
    @Override
    public void write(BufferData... buffers) {
        toClient(() -> writer.write(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        toClient(() -> writer.write(buffer));
    }

    @Override
    public void writeNow(BufferData... buffers) {
        toClient(() -> writer.writeNow(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        toClient(() -> writer.writeNow(buffer));
    }

    @Override
    public void flush() {
        toClient(writer::flush);
    }

    @Override
    public void close() {
        toClient(writer::close);
    }

    private void toClient(Runnable write) {
        written.run();
        try {
            write.run();
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("the client has gone", e);
        }
    }
}
