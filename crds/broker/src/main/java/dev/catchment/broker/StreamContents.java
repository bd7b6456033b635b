package dev.catchment.broker;

import io.nats.client.api.StreamInfo;

/**
 * What a stream holds, as far as one look at it tells: whoever writes, removes or purges a message changes it.
 *
 * @param last sequence of the last message there ever was
 */
public record StreamContents(long last, long messages) {

    static StreamContents of(StreamInfo info) {
        return new StreamContents(
                info.getStreamState().getLastSequence(), info.getStreamState().getMsgCount());
    }
}
