package dev.catchment.contract.frame;

import static dev.catchment.contract.frame.FrameLayout.*;

import dev.catchment.contract.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Collects events and writes them as one frame. Not for several threads at once. */
public final class FrameBuilder {
    private static final int MAX_TABLE = 0xFFFF;

    private final int maxBytes;
    private final List<FrameEvent> events = new ArrayList<>();
    private final Map<String, Integer> sources = new LinkedHashMap<>();
    private final IdentityHashMap<byte[], Integer> envelopes = new IdentityHashMap<>();
    private final List<byte[]> envelopeOrder = new ArrayList<>();
    private int size = HEADER + CRC;

    /** @param maxBytes largest frame, header and checksum included */
    public FrameBuilder(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds the event, or returns false and changes nothing if the frame would grow over its limit. */
    public boolean add(FrameEvent event) {
        boolean newSource = !sources.containsKey(event.source());
        boolean newEnvelope = !envelopes.containsKey(event.envelope());
        int more = ROW + event.length();
        if (newSource) {
            more += 2 + event.source().getBytes(StandardCharsets.UTF_8).length;
        }
        if (newEnvelope) {
            more += 4 + event.envelope().length;
        }
        if (more > maxBytes - size
                || events.size() > Position.MAX_INDEX
                || sources.size() >= MAX_TABLE
                || envelopes.size() >= MAX_TABLE) {
            return false;
        }
        if (newSource) {
            sources.put(event.source(), sources.size());
        }
        if (newEnvelope) {
            envelopes.put(event.envelope(), envelopes.size());
            envelopeOrder.add(event.envelope());
        }
        events.add(event);
        size += more;
        return true;
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }

    public int count() {
        return events.size();
    }

    /** Size of the frame as it stands. */
    public int size() {
        return size;
    }

    /** Writes the frame; the builder is then empty again. */
    public byte[] build(UUID id, Instant receivedAt) {
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(MAGIC).put((byte) VERSION).put((byte) 0).putShort((short) 0).putInt(size);
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        out.putLong(receivedAt.toEpochMilli());
        out.putShort((short) sources.size())
                .putShort((short) envelopeOrder.size())
                .putInt(events.size());
        for (String source : sources.keySet()) {
            byte[] name = source.getBytes(StandardCharsets.UTF_8);
            out.putShort((short) name.length).put(name);
        }
        for (byte[] envelope : envelopeOrder) {
            out.putInt(envelope.length).put(envelope);
        }
        int offset = 0;
        for (FrameEvent event : events) {
            putRow(out, event, offset);
            offset += event.length();
        }
        for (FrameEvent event : events) {
            out.put(event.body(), event.offset(), event.length());
        }
        CRC32C crc = new CRC32C();
        crc.update(out.array(), 0, size - CRC);
        out.putInt((int) crc.getValue());
        clear();
        return out.array();
    }

    private void putRow(ByteBuffer out, FrameEvent event, int offset) {
        out.putInt(offset).putInt(event.length());
        out.putShort(known(sources.get(event.source()))).putShort(known(envelopes.get(event.envelope())));
        out.put((byte) event.kind().code());
        out.put((byte) (event.generatedMessageId() ? FLAG_GENERATED_MESSAGE_ID : 0));
        out.putShort((short) 0);
        out.putLong(event.messageKey().high()).putLong(event.messageKey().low());
        out.putLong(event.userKey().high()).putLong(event.userKey().low());
    }

    private static short known(@Nullable Integer index) {
        if (index == null) {
            throw new IllegalStateException("an event was added without its source or envelope");
        }
        return index.shortValue();
    }

    private void clear() {
        events.clear();
        sources.clear();
        envelopes.clear();
        envelopeOrder.clear();
        size = HEADER + CRC;
    }
}
