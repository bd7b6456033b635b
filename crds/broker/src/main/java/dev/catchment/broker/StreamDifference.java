package dev.catchment.broker;

import io.nats.client.api.StreamConfiguration;

/** Compares only what the hub decides: a server adds defaults and metadata of its own. */
final class StreamDifference {
    private StreamDifference() {}

    static boolean none(StreamConfiguration wanted, StreamConfiguration current) {
        return wanted.getSubjects().equals(current.getSubjects())
                && wanted.getMaxBytes() == current.getMaxBytes()
                && wanted.getMaxMsgs() == current.getMaxMsgs()
                && wanted.getMaximumMessageSize() == current.getMaximumMessageSize()
                && wanted.getReplicas() == current.getReplicas()
                && wanted.getMaxAge().equals(current.getMaxAge())
                && (wanted.getDuplicateWindow().isZero()
                        || wanted.getDuplicateWindow().equals(current.getDuplicateWindow()))
                && wanted.getRetentionPolicy() == current.getRetentionPolicy()
                && wanted.getDiscardPolicy() == current.getDiscardPolicy()
                && wanted.getStorageType() == current.getStorageType()
                && wanted.getMaxMsgsPerSubject() == current.getMaxMsgsPerSubject()
                && wanted.getAllowRollup() == current.getAllowRollup()
                && wanted.getAllowDirect() == current.getAllowDirect();
    }
}
