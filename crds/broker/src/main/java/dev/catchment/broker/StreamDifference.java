package dev.catchment.broker;

import io.nats.client.api.StreamConfiguration;

/** Compares only what the hub decides: a server adds defaults and metadata of its own. */
final class StreamDifference {
    private StreamDifference() {}

    static boolean none(StreamConfiguration wanted, StreamConfiguration current) {
        return wanted.getSubjects().equals(current.getSubjects())
                && wanted.getMaxBytes() == current.getMaxBytes()
                && wanted.getReplicas() == current.getReplicas()
                && wanted.getMaxAge().equals(current.getMaxAge())
                && wanted.getDiscardPolicy() == current.getDiscardPolicy()
                && wanted.getStorageType() == current.getStorageType()
                && wanted.getMaxMsgsPerSubject() == current.getMaxMsgsPerSubject()
                && wanted.getAllowDirect() == current.getAllowDirect();
    }
}
