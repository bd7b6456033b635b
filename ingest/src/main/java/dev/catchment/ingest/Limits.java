package dev.catchment.ingest;

import dev.catchment.contract.frame.Envelope;

/** What a client may send. All inclusive, all documented in the API; those of Segment where Segment has one. */
final class Limits {
    static final int EVENT_BYTES = 32 * 1024;
    /** Of a whole body, unpacked. */
    static final int BODY_BYTES = 500 * 1024;

    /** Of a body as it is sent, if it is packed: what cannot be made smaller grows by a few bytes. */
    static final int PACKED_BYTES = BODY_BYTES + 1024;

    /** So many bytes of a body are read at all, so that a slightly larger one gets its answer on a living connection. */
    static final int PAYLOAD_BYTES = 2 * BODY_BYTES;

    static final int BATCH_EVENTS = 2_500;
    /** What the client's address takes in an envelope. */
    static final int ADDRESS_BYTES = 64;
    /** What a batch says about all of its events; the rest of an envelope is for the client's address. */
    static final int ENVELOPE_BYTES = Envelope.MAX_BYTES - ADDRESS_BYTES;

    static final int MESSAGE_ID_CHARACTERS = 100;
    /** Objects and arrays in each other, the event itself included. */
    static final int DEPTH = 64;

    static final int NAME_BYTES = 1_024;

    /** Nesting that the parser takes memory for; what is nested deeper is not looked at. */
    static final int BODY_DEPTH = 2_000;

    /** Of what an SDK reports about itself; those that do keep below 28 KB. */
    static final int SDK_REPORT_BYTES = 32 * 1024;

    private Limits() {}
}
