package dev.catchment.contract.frame;

import static dev.catchment.contract.frame.FrameLayout.*;

import dev.catchment.contract.Position;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Collects events and writes them as one frame. Not for several threads at once. */
public final class FrameBuilder {
    private final int maxBytes;
    private final List<FrameEvent> events = new ArrayList<>();
    private final Map<String, Integer> sources = new HashMap<>();
    private final List<byte[]> sourceNames = new ArrayList<>();
    private final IdentityHashMap<byte[], Integer> envelopes = new IdentityHashMap<>();
    private final List<byte[]> envelopeOrder = new ArrayList<>();
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private int size = HEADER + CRC;

    /** @param maxBytes largest frame, header and checksum included; at most {@link Frame#MAX_BYTES} */
    public FrameBuilder(int maxBytes) {
        if (maxBytes < HEADER + CRC || maxBytes > Frame.MAX_BYTES) {
            throw new IllegalArgumentException("no limit for a frame: " + maxBytes + " bytes");
        }
        this.maxBytes = maxBytes;
    }

    /**
     * Adds the event, or returns false and changes nothing if the frame would grow over its limit. An event within the
     * hub's limits always fits an empty frame of {@link Frame#MAX_BYTES}.
     */
    public boolean add(FrameEvent event) {
        byte[] newSource = sources.containsKey(event.source()) ? null : encodeName(event.source());
        boolean newEnvelope = !envelopes.containsKey(event.envelope());
        int more = ROW
                + event.length()
                + (newSource == null ? 0 : SOURCE_LENGTH + newSource.length)
                + (newEnvelope ? ENVELOPE_LENGTH + event.envelope().length : 0);
        boolean full = more > maxBytes - size
                || events.size() > Position.MAX_INDEX
                || (newSource != null && sources.size() == MAX_TABLE)
                || (newEnvelope && envelopes.size() == MAX_TABLE);
        if (full) {
            return false;
        }
        if (newSource != null) {
            sources.put(event.source(), sources.size());
            sourceNames.add(newSource);
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

    /**
     * Writes the frame; the builder is then empty again.
     *
     * @param receivedAt written in milliseconds
     * @throws IllegalStateException if it holds no event
     */
    public byte[] build(UUID id, Instant receivedAt) {
        if (events.isEmpty()) {
            throw new IllegalStateException("a frame holds at least one event");
        }
        long received = receivedAt.toEpochMilli();
        if (received < 0 || received >= RECEIVED_END) {
            throw new IllegalArgumentException("received at " + receivedAt + ": is the clock right?");
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(MAGIC).put((byte) VERSION).put((byte) 0).putShort((short) 0).putInt(size);
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        out.putLong(received);
        out.putShort((short) sourceNames.size());
        out.putShort((short) envelopeOrder.size());
        out.putInt(events.size());
        for (byte[] name : sourceNames) {
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

    private byte[] encodeName(String source) {
        try {
            ByteBuffer utf8 = encoder.encode(CharBuffer.wrap(source));
            if (utf8.remaining() > 0xFFFF) {
                throw new IllegalArgumentException("a source's name of " + utf8.remaining() + " bytes");
            }
            byte[] name = new byte[utf8.remaining()];
            utf8.get(name);
            return name;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a source's name that is no Unicode text", e);
        }
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
        sourceNames.clear();
        envelopes.clear();
        envelopeOrder.clear();
        size = HEADER + CRC;
    }
}
