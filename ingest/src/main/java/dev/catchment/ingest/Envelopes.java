package dev.catchment.ingest;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The envelopes of one request: as its body says it, and with the client's address. A frame stores each array once. */
final class Envelopes {
    private final ParsedRequest request;
    private final Caller caller;
    private byte @Nullable [] addressed;

    Envelopes(ParsedRequest request, Caller caller) {
        this.request = request;
        this.caller = caller;
    }

    byte[] of(ParsedEvent event) {
        if (!caller.client() && !request.direct(event)) {
            return request.envelope();
        }
        if (addressed == null) {
            addressed = withAddress(request.envelope(), caller.address());
        }
        return addressed;
    }

    /** @param address at most {@link Limits#ADDRESS_BYTES} with its name and quotes */
    static byte[] withAddress(byte[] envelope, String address) {
        byte[] field = ("{\"clientAddress\":\"" + address + '"').getBytes(StandardCharsets.US_ASCII);
        byte[] with = new byte[field.length + Math.max(1, envelope.length)];
        System.arraycopy(field, 0, with, 0, field.length);
        if (envelope.length == 0) {
            with[field.length] = '}';
        } else {
            System.arraycopy(envelope, 0, with, field.length, envelope.length);
            with[field.length] = ',';
        }
        return with;
    }
}
